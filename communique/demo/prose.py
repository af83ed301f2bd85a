"""What the demo ministry writes about: an invented country, its partners, and six kinds of release."""

from typing import NamedTuple

# The verbs that a silent edit exchanges for one another; each figure point has exactly one of them.
STATED = ("welcomed", "noted", "recalled")

REGIONS = ("me_a/me1/va", "a_o/rp", "la_c/sa", "erp/c_see", "af/af2/or", "s_sa/sea1")


class Partner(NamedTuple):
    """A country that does not exist, its capital, and its foreign minister."""

    country: str
    capital: str
    guest: str
    name: str


PARTNERS = (
    Partner("Valmora", "Port Selene", "H.E. Ms. Oriel Tavant", "Tavant"),
    Partner("Lindmark", "Hask", "H.E. Mr. Joren Vestergren-Hale", "Vestergren-Hale"),
    Partner("Sorrenia", "Cala Verra", "H.E. Dr. Ilaria Montesol", "Montesol"),
    Partner("Keshtan", "Durabad", "H.E. Mr. Farrokh Zendali", "Zendali"),
    Partner("Orrin", "Whale Quay", "the Honourable Tui Marama-Finn", "Marama-Finn"),
    Partner("Bashiria", "Nuur", "H.E. Mr. Idris al-Qamari", "al-Qamari"),
    Partner("Côte d’Ambre", "Saint-Aurèle", "H.E. Mme Aïssata Brévannes", "Brévannes"),
    Partner("Tamarind", "Río Claro", "H.E. Sra. Inés Córdoba Peñalta", "Córdoba Peñalta"),
)


class Kind(NamedTuple):
    """A kind of release: texts with placeholders. The markers of `nested` points cannot be left to `<ol>`."""

    title: str
    lead: str
    points: tuple[tuple[str, str], ...]
    captions: tuple[str, ...] = ()
    attachment: str | None = None
    nested: bool = False


MEETING = Kind(
    title="Aokawa-{country} Foreign Ministers’ Meeting",
    lead=(
        "On {day}, commencing at {hour}:10 a.m. for approximately {minutes} minutes, Ms. ASAGIRI Mio, Minister for"
        " Foreign Affairs of Aokawa, held a meeting with {guest}, Minister for Foreign Affairs of {country}, in"
        " {capital}. The overview of the meeting is as follows."
    ),
    points=(
        (
            "1",
            "At the outset, Minister Asagiri thanked Minister {name} for the warm welcome in {capital} and"
            " expressed her wish to raise relations between the two countries to new heights.",
        ),
        (
            "2",
            "Minister Asagiri explained that Aokawa would provide up to {amount} million yen for the renewal of the"
            " harbour, and Minister {name} welcomed this contribution.",
        ),
        (
            "3",
            "The two Ministers exchanged views on trade, including the export of sea salt and tea, and concurred on"
            " resuming the talks of senior officials within the year.",
        ),
        (
            "4",
            "On regional affairs, the two Ministers confirmed that they would not accept any attempt to change the"
            " status quo of the Middle Strait by force.",
        ),
        ("5", "At the end of the meeting, the two Ministers concurred on continuing to work closely together."),
    ),
    captions=("Minister Asagiri and Minister {name} shaking hands", "The two Ministers at the meeting"),
)

TELEPHONE = Kind(
    title="Aokawa-{country} Foreign Ministers’ Telephone Talk",
    lead=(
        "On {day}, commencing at {hour}:45 a.m. for {minutes} minutes, Ms. ASAGIRI Mio, Minister for Foreign Affairs"
        " of Aokawa, held a telephone talk with {guest}, Minister for Foreign Affairs of {country}. The overview of"
        " the talk is as follows."
    ),
    points=(
        (
            "1",
            "Minister Asagiri congratulated Minister {name} on the reappointment, and the two Ministers shared the"
            " view that their countries are natural partners.",
        ),
        (
            "2",
            "Minister {name} explained that {amount} fishing vessels had returned safely after the storm, and Minister"
            " Asagiri noted the help that both coast guards had given.",
        ),
        ("3", "The two Ministers confirmed that exchanges of students will be pursued more actively."),
    ),
)

GRANT = Kind(
    title="Signing and Exchange of Notes concerning Grant Aid to {country}: “the Programme for Clean Water”",
    lead=(
        "On {day}, the signing and exchange of notes concerning a grant aid project took place in {capital} between"
        " Mr. TSUKISHIRO Ren, Ambassador Extraordinary and Plenipotentiary of Aokawa, and {guest}, Minister for"
        " Foreign Affairs of {country}."
    ),
    points=(
        (
            "1",
            "In {country}, many wells in the hill districts were dug more than fifty years ago and have not been"
            " renewed since. Access to safe water is a pressing need.",
        ),
        (
            "2",
            "Under this programme Aokawa provides equipment to the amount of {amount} million yen; the Government of"
            " {country} welcomed it as a step towards its national plan.",
        ),
        (
            "3",
            "The programme is expected to bring safe water to villages along the upper river by the end of the"
            " next fiscal year.",
        ),
    ),
    attachment="Outline of the programme for {country}",
)

RELIEF = Kind(
    title="Emergency Grant in Response to the Flood Disaster in {country}",
    lead=(
        "On {day}, the Government of Aokawa decided to extend an emergency grant to {country}, where heavy rain has"
        " caused floods around {capital}."
    ),
    points=(
        (
            "1",
            "Over the past week many houses were destroyed and bridges carried away; the search for missing persons"
            " has not ended.",
        ),
        (
            "2",
            "Through this grant, relief items worth {amount} thousand dollars, such as tents and water tanks, are"
            " provided; the international agencies on the spot welcomed the quick decision.",
        ),
        ("3", "Aokawa will consider further assistance as needs become clear."),
    ),
    captions=("Relief items on their way to {capital}",),
)

CALL = Kind(
    title="Courtesy Call on State Minister for Foreign Affairs HANAMORI by {guest}",
    lead=(
        "On {day}, commencing at {hour}:30 a.m. for approximately {minutes} minutes, Ms. HANAMORI Sui, State Minister"
        " for Foreign Affairs, received a courtesy call from {guest} of {country}. The overview is as follows."
    ),
    points=(
        (
            "1",
            "State Minister Hanamori expressed her respect for the many years of work for friendship between the"
            " two countries.",
        ),
        (
            "2",
            "In response, the guest recalled that {amount} young people have taken part in the exchange programme so"
            " far and hoped that it would grow.",
        ),
    ),
    captions=("State Minister Hanamori receiving the guest from {country}",),
)

DIALOGUE = Kind(
    title="The {round} Aokawa-{country} Dialogue on Cybersecurity and Economic Security",
    lead=(
        "On {day}, the {round} round of the Aokawa-{country} dialogue was held in {capital}. The overview is as"
        " follows."
    ),
    points=(
        (
            "1",
            "The Aokawa side was headed by Mr. KUREBAYASHI Jo, Ambassador for Policy Planning, and the side of"
            " {country} by a Deputy Minister. The two sides discussed the following.",
        ),
        (
            "(1)",
            "Cooperation between the two national response teams, whose experts noted {amount} joint alerts since"
            " the previous round.",
        ),
        ("(2)", "Protection of undersea cables, including joint inspection and the sharing of charts."),
        ("2", "The two sides concurred on holding the next round in Aokawa, and did not set a date."),
    ),
    attachment="Joint press release of the dialogue with {country}",
    nested=True,
)

KINDS = (MEETING, TELEPHONE, GRANT, RELIEF, CALL, DIALOGUE)
