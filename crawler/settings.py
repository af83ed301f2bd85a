"""Deviations from Scrapy's defaults, each with the default and the reason."""

from importlib.metadata import version

BOT_NAME = "communique"  # "scrapybot"
# "Scrapy/VERSION (+https://scrapy.org)": a ministry should see who asks, and whom to write to. COMMUNIQUE_CONTACT
# (an address or a page of whoever runs the crawl) is added by the spider.
USER_AGENT = f"Communique/{version('communique')} (press-release archive)"

# "scrapy.spiderloader.SpiderLoader": a source is data, no class
SPIDER_LOADER_CLASS = "crawler.spiders.loader.SourceLoader"
COMMANDS_MODULE = "crawler.spiders.commands"  # "": an exit code that says how a crawl ended

ROBOTSTXT_OBEY = False  # False, but only because PolitenessMiddleware reads robots.txt, Crawl-delay included
CONCURRENT_REQUESTS_PER_DOMAIN = 1  # 8: a ministry's server is not ours to strain
CONCURRENT_ITEMS = 2  # 100: an answer gives one item, and Scrapy starts this many tasks for each answer
DOWNLOAD_DELAY = 1.0  # 0: what good neighbours among the scrapers of these sites keep
AUTOTHROTTLE_ENABLED = True  # False: a slow answer is a server asking for patience
AUTOTHROTTLE_START_DELAY = 1.0  # 5.0: the delay above is already polite
DOWNLOAD_TIMEOUT = 60  # 180: a stalled page must not hold up a scheduled crawl
DOWNLOAD_MAXSIZE = 32 * 1024 * 1024  # 1 GiB: no release comes near; a hostile page may not fill the memory
DOWNLOAD_VERIFY_CERTIFICATES = True  # False: an archive that is quoted must know whom it heard
COOKIES_ENABLED = True  # True, said here because Korea's boards answer nothing without the cookie of the first answer
REDIRECT_ENABLED = False  # True: every redirect is a capture of its own, followed by the spider
METAREFRESH_ENABLED = False  # True: the same
RETRY_ENABLED = False  # True, but PolitenessMiddleware retries, and waits as long as Retry-After says
COMPRESSION_ENABLED = False  # True, but it gives a cut-off gzip out as a whole page; ContentDecoding does not

# What costs time at each page and has nothing to do: every status is a capture, addresses are bounded, redirects are
# the spider's, and who is asked is decided in `crawler.sources` and `crawler.spiders`.
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,
    "scrapy.spidermiddlewares.referer.RefererMiddleware": None,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
}
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    "scrapy.downloadermiddlewares.stats.DownloaderStats": None,
    "crawler.middlewares.ReplayMiddleware": 90,
    "crawler.middlewares.ViaMiddleware": 95,
    "crawler.spiders.politeness.PolitenessMiddleware": 100,
    "crawler.middlewares.ContentDecoding": 590,
}
ITEM_PIPELINES = {"crawler.pipelines.ArchivePipeline": 100}
# Scrapy's own: a page may link to whatever it likes, and only two of its schemes are the web; a stopped crawl does not
# wait for a server that answers nothing
DOWNLOAD_HANDLERS = {
    **dict.fromkeys(("data", "file", "ftp", "s3")),
    **dict.fromkeys(("http", "https"), "crawler.spiders.downloads.StoppableDownloads"),
}
# Scrapy's own: never to a private address that nobody asked for
TWISTED_DNS_RESOLVER = "crawler.spiders.resolver.PublicResolver"

# Of one crawl (Scrapy bounds none): more than a ministry's archive takes at a second a page. Under a long Crawl-delay
# the hours end it first; the next crawl goes on with what is left.
COMMUNIQUE_MOST_REQUESTS = 50_000
COMMUNIQUE_MOST_HOURS = 48.0

# Scrapy's own: no open port on a machine that crawls, and memory is bounded by design (benchmarks/memory.py). What is
# left out here is not even loaded, a web server among it.
EXTENSIONS = {
    "scrapy.extensions.remote_control.RemoteControl": None,
    "scrapy.extensions.telnet.TelnetConsole": None,
    "scrapy.extensions.memusage.MemoryUsage": None,
    "scrapy.extensions.memdebug.MemoryDebugger": None,
}
LOG_LEVEL = "WARNING"  # "DEBUG": the summary says what happened
LOG_VERSIONS: list[str] = []  # a list of eleven: no banner before a result
STATS_DUMP = False  # True: the summary says it better
