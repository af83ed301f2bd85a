"""Renders a release as Markdown or as a small HTML page. Nothing in its texts is markup, and the page loads nothing."""

import html
import re
from collections.abc import Iterator

from storage.records import Block, Release, visible

DEEPEST_SHOWN = 20  # levels of points; what is said to stand deeper would fill a screen with space, or a memory
# What means something to CommonMark (0.31, 2.4) within a line, and at its start.
_SPECIAL = re.compile(r"([\\`*_\[\]<>&])")
_LEADING = re.compile(r"^([#+=-]|~(?=~~)|\d+(?=[.)]))")


def markdown(release: Release, url: str, published: str) -> str:
    """A release as Markdown; `published` is its date in words."""
    lines = [f"# {_plain(release.title)}", "", f"{_plain(published)} · {_address(url)}", ""]
    for block in release.blocks:
        lines += [_markdown_block(block), ""]
    lines += [f"![{_plain(i.caption or i.alt or '')}]({_address(i.url)})\n" for i in release.images]
    lines += [f"- {k.rel}: [{_plain(k.text or k.url)}]({_address(k.url)})" for k in release.links]
    return "\n".join(lines).rstrip() + "\n"


def html_page(release: Release, url: str, published: str, language: str) -> str:
    """A release as an HTML page; `language` is that of its source, for a release that states none."""
    title, body = _text(release.title), "\n".join(_elements(release))
    return (
        f'<!doctype html>\n<html lang="{_text(release.language or language)}" dir="auto">\n<meta charset="utf-8">\n'
        f'<title>{title}</title>\n<h1 dir="auto">{title}</h1>\n'
        f"<p>{_text(published)}, {_text(url)}</p>\n{body}\n</html>\n"
    )


def _elements(release: Release) -> Iterator[str]:
    for image in release.images:
        if image.caption:
            yield f'<p dir="auto">[{_text(image.caption)}]</p>'
    for block in release.blocks:
        tag = {"heading": "h2", "quote": "blockquote"}.get(block.kind, "p")
        yield f'<{tag} dir="auto">{_text(_marked(block))}</{tag}>'
    for link in release.links:
        yield f"<p>{link.rel}: {_text(link.text)} {_text(link.url)}</p>"


def _markdown_block(block: Block) -> str:
    text = _plain(block.text)
    if block.kind == "heading":
        return f"## {_plain(_marked(block))}"
    if block.kind == "quote":
        return f"> {text}"
    if block.kind == "point":
        indent = "   " * min(block.depth, DEEPEST_SHOWN)
        return f"{indent}- **{_plain(block.marker)}** {text}" if block.marker else f"{indent}- {text}"
    return text


def _marked(block: Block) -> str:
    return f"{block.marker} {block.text}" if block.marker else block.text


def _plain(text: str) -> str:
    return _LEADING.sub(r"\\\1", _SPECIAL.sub(r"\\\1", visible(text)))


def _address(url: str) -> str:
    return "<" + visible(url).replace("<", "%3C").replace(">", "%3E") + ">"


def _text(text: str) -> str:
    return html.escape(visible(text), quote=True)
