"""What this project adds to Scrapy's own command line: a module a command, found by COMMANDS_MODULE."""
