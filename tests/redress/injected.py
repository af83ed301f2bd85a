"""Real edits of the furniture of a page: what stands in for each, as an editor would change it."""

from redress.markup import Markup

EDITS = {
    "a figure": ("agreed on 12 joint", "agreed on 13 joint"),
    "a word": ("restored by both sides", "demolished by both sides"),
    "a negation": ("A ferry line will open", "A ferry line will not open"),
    "a negation in Chinese": ("双方同意", "双方不同意"),
    "a number in Chinese": ("二〇二七年", "二〇二八年"),
    "a month": ("December is the month", "November is the month"),
    "a sentence more": ("comes first.", "comes first. The minister resigned in the evening."),
    "a sentence less": ("并期待访问成功。", "。"),
    "a name": ("will meet at Stonebridge", "will meet at Millbrook"),
    "a heading": ("Next steps of the delegations", "Next failures of the delegations"),
    "an e-mail address": ("press@mfa.example", "desk@mfa.example"),
    "a picture": ("harbor-visit.jpg", "airport-visit.jpg"),
    "a caption": ("The ministers at the harbor", "The ministers at the airport"),
    "a link": ("/en/texts/41", "/en/texts/42"),
    "a document": ("joint-text.pdf", "other-text.pdf"),
}


def edited(markup: Markup, name: str) -> None:
    """Make the edit in the text, wherever its words or its address stand."""
    old, new = EDITS[name]
    for one in markup.text.iter():
        if one.text:
            one.text = one.text.replace(old, new)
        if one.tail:
            one.tail = one.tail.replace(old, new)
        for attribute in ("href", "src"):
            if old in one.get(attribute, ""):
                one.set(attribute, one.get(attribute, "").replace(old, new))
