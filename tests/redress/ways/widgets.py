"""What plugins and frameworks set between the paragraphs of a text, or into them."""

from redress.ways.unread import between, inside
from redress.ways.way import Way

_MORE = "41 talks"
_OTHER = '<img src="https://x.example/other-talks.jpg" width="600" height="400" alt="41">'

WAYS = (
    Way("icons of a font", inside('<i class="fa fa-external-link" aria-hidden="true"></i>')),
    Way("icons by private characters", inside('<i class="icon" aria-hidden="true">\ue80f</i>')),
    Way("icons by their names", inside('<span class="material-icons" aria-hidden="true">open_in_new</span>')),
    Way(
        "buttons to listen",
        between('<div class="rs_skip rsbtn"><a class="rsbtn_play" href="//x.example/41">Listen</a></div>'),
    ),
    Way(
        "counts of views",
        between(
            '<div class="post-views post-41 entry-meta">Post Views: <span class="post-views-count">4,217</span></div>'
        ),
    ),
    Way("times of reading", between('<span class="span-reading-time rt-reading-time">Reading Time: 4 minutes</span>')),
    Way("texts like it", between(f'<div class="jp-relatedposts"><h3>Related</h3><a href="/x">{_MORE}</a></div>')),
    Way("texts like it by YARPP", between(f'<div class="yarpp yarpp-related"><ol><li>{_MORE}</li></ol></div>')),
    Way(
        "advertisements in slots", between('<div class="code-block code-block-1"><div id="div-gpt-ad-41"></div></div>')
    ),
    Way(
        "buttons to print",
        between('<div class="print-link print:hidden"><button onclick="print()">Print 41</button></div>'),
    ),
    Way("followers", between('<div class="addtoany_share_save_container"><a class="a2a_button_x">Post</a></div>')),
    Way(
        "signs for followers", between('<div class="heateor_sss_sharing_container"><span>Spread the love</span></div>')
    ),
    Way("hidden by Foundation", inside('<span class="show-for-sr"> 41 pages</span>')),
    Way("hidden by GOV.UK", inside('<span class="govuk-visually-hidden"> 41 pages</span>')),
    Way("hidden by Bootstrap", inside('<span class="visually-hidden-focusable"> 41 pages</span>')),
    Way("hidden by Drupal", inside('<span class="element-invisible"> 41 pages</span>')),
    Way("hidden beyond the edge", inside('<span style="position:absolute; left:-9999px"> 41 pages</span>')),
    Way(
        "hidden by clipping",
        inside('<span style="position:absolute;clip:rect(0 0 0 0);width:1px;height:1px"> 41</span>'),
    ),
    Way("hidden by no size", inside('<span style="font-size:0">41</span>')),
    Way("hidden by no light", inside('<span style="opacity: 0;">41</span>')),
    Way("dialogues that are closed", between("<dialog><p>Leave for 41 other sites?</p></dialog>")),
    Way("frames of videos", between('<iframe src="https://video.example/embed/41" title="41 ships"></iframe>')),
    Way("players of sound", between("<audio controls><source src='/41.mp3'>Your browser plays no sound.</audio>")),
    Way("players of videos", between('<video poster="/41.jpg"><source src="/41.mp4"><p>No video.</p></video>')),
    Way("canvases", between("<canvas>41 signs</canvas>")),
    Way("tests of robots", between('<div class="g-recaptcha" data-sitekey="41"></div><noscript>41</noscript>')),
    Way("comments by a service", between('<div id="disqus_thread"></div><noscript>Enable 41 comments.</noscript>')),
    Way("reading rulers", between('<div role="progressbar" aria-valuenow="41"></div>')),
    Way("pictures of related news", between(f"<aside class='related-news'>{_OTHER}<p>41 talks</p></aside>")),
    Way("tooltips", inside('<span role="tooltip" hidden>41 words</span>')),
)
