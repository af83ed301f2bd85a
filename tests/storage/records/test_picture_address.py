import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.records import picture

VISIT = "https://mfa.example/wp-content/uploads/2026/03/harbor-visit.jpg"
BEHIND = "https%3A%2F%2Fmfa.example%2Fwp-content%2Fuploads%2F2026%2F03%2Fharbor-visit.jpg"
PATH = "/wp-content/uploads/2026/03/harbor-visit"
FILE = "https://mfa.example/sites/default/files/2026-03/lake.jpg"


@pytest.mark.parametrize(
    "url",
    [
        VISIT.replace("https", "http"),
        VISIT.replace("mfa.example", "cdn.mfa.example"),
        VISIT.replace("mfa.example", "d111111abcdef8.cloudfront.example"),
        f"{VISIT}?w=300",
        f"{VISIT}?w=300&h=200&crop=1&ssl=1",
        f"{VISIT}?resize=300%2C200",
        f"{VISIT}?auto=format%2Ccompress&fit=crop&q=75&dpr=2",
        f"{VISIT}?imwidth=640&impolicy=low",
        f"{VISIT}?ver=6.4.2",
        f"https://mfa.example{PATH}-1024x683.jpg",
        f"https://mfa.example{PATH}_1024x683.jpg",
        f"https://mfa.example{PATH}-scaled.jpg",
        f"https://mfa.example{PATH}@2x.jpg",
        f"https://mfa.example{PATH}-300x200.jpg.webp",
        f"https://mfa.example{PATH}.webp",
        f"https://mfa.example{PATH}.JPG",
        f"https://mfa.example{PATH}.avif?w=1",
        f"https://i0.wp.com/{VISIT[8:]}?fit=1024%2C683&ssl=1",
        f"https://mfa.example/cdn-cgi/image/width=300,quality=75,format=auto/{VISIT}",
        f"https://mfa.example/cdn-cgi/image/width=300{PATH}.jpg",
        f"https://mfa.example/_next/image?url={BEHIND}&w=640&q=75",
        "https://mfa.example/_next/image?url=%2Fwp-content%2Fuploads%2F2026%2F03%2Fharbor-visit.jpg&w=640&q=75",
        f"https://mfa.example/_vercel/image?url={BEHIND}&w=640",
        f"https://mfa.example/_ipx/w_640,f_webp{PATH}.jpg",
        f"https://images.weserv.example/?url={BEHIND}&w=300",
        f"https://wsrv.example/?url={VISIT[8:]}&w=300",
        f"https://cdn.statically.io/img/{VISIT[8:]}?w=300",
        f"https://mfa.example/tr:w-300,h-200{PATH}.jpg",
        f"https://mfa.exactdn.example{PATH}.jpg?strip=all&lossy=1",
        f"https://mfa.example/timthumb.php?src={VISIT}&w=300&h=200",
        f"https://res.cloudinary.com/mfa/image/fetch/w_300,c_fill,f_auto/{VISIT}",
        f"https://res.cloudinary.com/mfa/image/fetch/w_300/{BEHIND}",
        f"https://res.cloudinary.com/mfa/image/upload/c_fill,w_300/q_auto/v1700000000{PATH}.jpg",
    ],
)
def test_one_picture_is_one_wherever_it_is_served_from(url):
    assert picture(url) == picture(VISIT) == PATH


@pytest.mark.parametrize(
    ("one", "same"),
    [
        ("https://mid.example/upload/iblock/a1b/p.jpg", "https://mid.example/upload/resize_cache/iblock/a1b/800_600_1/p.jpg"),
        (
            "https://mid.example/upload/iblock/2024_10_1/p.jpg",
            "https://mid.example/upload/resize_cache/iblock/2024_10_1/100_100_1d7a58ff99b324185ccb5ad5dfbdb5e85/p.jpg",
        ),
        ("https://mfa.example/news/p.jpg", "https://mfa.example/news/_1200x630_crop_center-center_82_none/p.jpg"),
        (
            "https://mfa.example/var/site/storage/images/_aliases/large/1/2/p.jpg",
            "https://mfa.example/var/site/storage/images/_aliases/small/1/2/p.jpg",
        ),
        (
            "https://mfa.example/application/files/1/2/3/p.jpg",
            "https://mfa.example/application/files/thumbnails/large/1/2/3/p.jpg",
        ),
        ("https://mfa.example/assets/Uploads/p.jpg", "https://mfa.example/assets/Uploads/_resampled/ResizedImage600400-p.jpg"),
        ("https://mfa.example/assets/Uploads/p.jpg", "https://mfa.example/assets/Uploads/p__FillWzgwMCw2MDBd.jpg"),
        ("https://mfa.example/assets/Uploads/p.jpg", "https://mfa.example/assets/Uploads/p__ScaleWidthWzgwMF0.jpg"),
        (FILE, f"https://img.example/insecure/rs:fill:800:600/plain/{FILE}@webp"),
        ("https://mfa.example/getmedia/0a1b/p.jpg", "https://mfa.example/getmedia/0a1b/p.jpg?width=800&ext=.jpg"),
        (FILE, "https://mfa.example/sites/default/files/styles/large/public/2026-03/lake.jpg?itok=x1"),
        (FILE, "https://mfa.example/sites/default/files/styles/wide/public/2026-03/lake.jpg.webp?itok=y2&h=3"),
        (FILE, "https://mfa.example/system/files/styles/x/private/2026-03/lake.jpg".replace("system", "sites/default")),
        ("https://a.example/dam/lake.jpg", "https://a.example/dam/lake.jpg/_jcr_content/renditions/cq5dam.web.1280.jpeg"),
        ("https://a.example/dam/lake.jpg", "https://a.example/dam/lake.jpg/jcr:content/renditions/cq5dam.web.1280.jpeg"),
        ("https://a.example/media/ab_1~mv2.jpg", "https://a.example/media/ab_1~mv2.jpg/v1/fill/w_64,h_4,q_80/lake.jpg"),
        ("https://a.example/dam/lake.jpg", "https://a.example/dam/lake.coreimg.85.1280.jpeg/1712/lake.jpeg"),
        ("https://a.example/press/lake.jpg/@@images/image", "https://a.example/press/lake.jpg/@@images/9f8e.png"),
        ("https://a.example/press/lake.jpg", "https://a.example/press/lake.jpg/image_preview"),
        ("https://a.example/media/66f0/lake.jpg", "https://a.example/media/66f0/s960_lake.jpg"),
        (
            "https://a.example/image/2810020/16x9/450/253/ab12/Zi/ferry.jpg",
            "https://a.example/image/2810020/1x1/1000/1000/9f8e/Zi/ferry.jpg",
        ),
        ("https://a.example/-/media/lake.ashx", "https://a.example/-/media/lake.ashx?h=200&w=300&la=en&hash=AB12CD34EF"),
        ("https://live.example/65535/52123456789_0a1b2c3d4e_b.jpg", "https://live.example/65535/52123456789_0a1b2c3d4e.jpg"),
        ("https://lh3.example/d/AbC_d-E=w640-h480-no", "https://lh3.example/d/AbC_d-E=s1600"),
        ("https://a.example/files/lake-large.jpg", "https://a.example/files/lake_thumb.jpg"),
        ("https://a.example/images/2026/lake.jpg", "https://a.example/images/size/w600h400/format/webp/2026/lake.jpg"),
        ("https://a.example/uploads/lake_0a1b2c3d4e.jpg", "https://a.example/uploads/medium_lake_0a1b2c3d4e.jpg"),
        ("https://a.example/w/a/ab/lake.jpeg", "https://a.example/w/thumb/a/ab/lake.jpeg/300px-lake.jpeg"),
        ("https://a.example/images/lake.jpg", "https://a.example/images/lake.2e16d0ba.fill-800x600-c100.format-webp.webp"),
        ("https://a.example/images/lake.jpg", "https://a.example/images/lake.width-800.jpegquality-60.jpg"),
        ("https://a.example/media/lake.jpg", "https://a.example/media/lake.jpg.300x200_q85_crop-smart.jpg"),
        ("https://a.example/a/lake.jpg", "https://a.example/a/lake_hu0123456789abcdef_41041_800x0_resize_q75_box.jpg"),
        ("https://a.example/fileadmin/lake.jpg", "https://a.example/fileadmin/_processed_/4/1/csm_lake_0a1b2c3d4e.jpg"),
        ("https://a.example/uploads/lake.jpg", "https://a.example/uploads/lake-rotated.jpg"),
        ("https://a.example/images/lake.jpg", "https://a.example/images/lake.jpg?sfvrsn=41ab_2"),
        ("https://a.example/lac d’été.jpg", "https://a.example/lac%20d%E2%80%99e%CC%81te%CC%81.jpg"),
        ("https://a.example/photo?id=13", "https://b.example/photo?id=13&width=300"),
    ],
)  # fmt: skip
def test_sizes_and_formats_of_many_systems(one, same):
    assert picture(one) == picture(same)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (VISIT, VISIT.replace("harbor", "airport")),
        (VISIT, VISIT.replace("2026/03", "2026/04")),
        (VISIT, VISIT.replace("visit", "visit-2")),
        (f"https://mfa.example{PATH}-1-300x200.jpg", f"https://mfa.example{PATH}-2-300x200.jpg"),
        ("https://a.example/photo?id=13", "https://a.example/photo?id=14"),
        ("https://a.example/photo?id=13&w=300", "https://a.example/photo?id=14&w=300"),
        ("https://a.example/_next/image?url=%2Fa.jpg&w=640", "https://a.example/_next/image?url=%2Fb.jpg&w=640"),
        ("https://i0.wp.com/a.example/a.jpg", "https://i0.wp.com/a.example/b.jpg"),
        ("https://wsrv.example/?url=a.example/a.jpg", "https://wsrv.example/?url=a.example/b.jpg"),
        ("https://a.example/a.jpg/v1/fill/w_64/x.jpg", "https://a.example/b.jpg/v1/fill/w_64/x.jpg"),
        ("https://a.example/cdn-cgi/image/width=1/a.jpg", "https://a.example/cdn-cgi/image/width=1/b.jpg"),
        ("https://a.example/image/upload/w_300/a.jpg", "https://a.example/image/upload/w_300/b.jpg"),
        ("https://a.example/files/styles/x/public/a.jpg", "https://a.example/files/styles/x/public/b.jpg"),
        ("https://a.example/w/thumb/a/ab/a.jpg/300px-a.jpg", "https://a.example/w/thumb/a/ab/b.jpg/300px-b.jpg"),
        ("https://a.example/a_1711111111.jpg", "https://a.example/a_1722222222.jpg"),
        ("https://a.example/photo-0a1b2c3d4e5f6071.jpg", "https://a.example/photo-9a1b2c3d4e5f6071.jpg"),
        ("https://a.example/small_boats.jpg", "https://a.example/large_boats.jpg"),
        ("https://a.example/x.width-800.jpg", "https://a.example/y.width-800.jpg"),
        ("https://a.example/upload/2024_10_1/p.jpg", "https://a.example/upload/2024_10_2/p.jpg"),
        ("https://a.example/photos/12_11_1/1.jpg", "https://a.example/photos/13_11_1/1.jpg"),
        ("https://a.example/300x200.jpg", "https://a.example/400x300.jpg"),
        ("https://a.example/image/1/16x9/450/253/ab/Zi/x.jpg", "https://a.example/image/2/16x9/450/253/ab/Zi/x.jpg"),
        ("https://a.example/1.jpg", "https://a.example/2.jpg"),
        ("https://a.example/1.jpg?url=/en/", "https://a.example/2.jpg?url=/en/"),
        ("https://[a/1.jpg", "https://[a/2.jpg"),
        ("https://a.example/?w=300", "https://b.example/?w=300"),
        ("https://a.example/.jpg", "https://b.example/.jpg"),
    ],
)
def test_two_pictures_stay_two(one, other):
    assert picture(one) != picture(other)


@given(st.text(st.sampled_from("/.:?&=%-_@x2aé\ud800[]()jpgwebphtsurl"), max_size=40))
def test_any_text_is_told_from_others_without_an_error(text):
    picture(text)
    picture(f"https://a.example/{text}")
