from scrapy.settings import Settings


def test_only_the_web_is_visited():
    settings = Settings()
    settings.setmodule("crawler.settings")
    handlers = {scheme for scheme, handler in settings.getwithbase("DOWNLOAD_HANDLERS").items() if handler is not None}
    assert handlers == {"http", "https"}
