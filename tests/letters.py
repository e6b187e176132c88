# ruff: noqa: E501 - a letter is kept as it would be written, its lines unbroken
"""Letters of our own making, in the shapes in which real ones come. The bodies, the report and all they say are invented.

Each says what a careful reader finds in it: whose letter, its date, and where each answer begins.
"""

import datetime
from dataclasses import dataclass

from responses.intake.understanding.known import KnownBody, KnownRecommendation, KnownSuperComplaint

FORCE, PCC = frozenset({"force"}), frozenset({"local_policing_body"})
CONTACTS = "South Felpersham House, 4 Market Street, Felpersham FP1 2AB"

BODIES = [
    KnownBody("Borsetshire Police", "force", names=("Borsetshire Constabulary",)),
    KnownBody(
        "Police and Crime Commissioner for Borsetshire",
        "local_policing_body",
        office="pcc",
        website="borsetshire-pcc.gov.uk",
        oversees="Borsetshire Police",
    ),
    KnownBody("Felpersham Constabulary", "force"),
    KnownBody(
        "Felpersham Police and Crime Commissioner",
        "local_policing_body",
        office="pcc",
        names=("Police and Crime Commissioner for Felpersham",),
        began_on=datetime.date(2012, 11, 22),
        ended_on=datetime.date(2024, 5, 7),
        oversees="Felpersham Constabulary",
        succeeded_by="Mayor of Felpersham",
    ),
    KnownBody(
        "Mayor of Felpersham",
        "local_policing_body",
        office="mayor",
        began_on=datetime.date(2024, 5, 7),
        oversees="Felpersham Constabulary",
    ),
    KnownBody("Loamshire Constabulary", "force"),
    KnownBody(
        "Police, Fire and Crime Commissioner for Loamshire",
        "local_policing_body",
        office="pfcc",
        oversees="Loamshire Constabulary",
    ),
    KnownBody("Aberwen Police", "force", names=("Heddlu Aberwen",)),
    KnownBody(
        "Police and Crime Commissioner for Aberwen",
        "local_policing_body",
        office="pcc",
        names=("Comisiynydd yr Heddlu a Throseddu Aberwen",),
        oversees="Aberwen Police",
    ),
    KnownBody("National Police Chiefs' Council", "national_body", names=("NPCC",), website="npcc.police.uk"),
    KnownBody("Association of Police and Crime Commissioners", "national_body", names=("APCC",)),
    KnownBody("Home Office", "national_body", website="gov.uk/home-office"),
    KnownBody("College of Policing", "national_body", website="college.police.uk"),
    KnownBody("Independent Office for Police Conduct", "national_body", names=("IOPC",)),
    KnownBody("HMICFRS", "inspectorate"),
]

W1 = (
    "As an interim measure, pending the outcome of recommendation 2, where call handlers are in any doubt about the "
    "danger a caller is in, we recommend that they immediately stop closing calls without a visit. Instead, officers "
    "should link the caller to a specialist adviser who can give support, as set out in recommendation 4 (on safe calling)."
)
W4_FIRST = (
    "With reference to recommendation 1, and in consultation with local or national specialist organisations, chief "
    "constables should take steps to ensure that all callers who report stalking are effectively supported through a safe "
    "calling route to the police and other agencies."
)
W4_POINTS = (
    "ensure there is a proper policy and practice framework in place for call handlers to work within;",
    "develop caller support policies that draw on all relevant national guidance; and",
    "promote police engagement in regular outreach work, as highlighted as good practice in this report.",
)
W4 = W4_FIRST + " They should:\n\n" + "\n".join(f"- {point}" for point in W4_POINTS)
W5 = (
    "With reference to recommendation 1, chief constables and police and crime commissioners should take steps, through "
    "the appropriate channels, to promote callers' confidence in reporting stalking to the police, without fear of being "
    "turned away."
)
W6 = "Conduct an assessment of local access to specialist advocates or networks and take any necessary steps to build up such networks."
W8 = (
    "Provide an update to Her Majesty's Chief Inspector of Constabulary on progress in implementing these recommendations "
    "within six months of the date of publication of this report."
)
REPORT = KnownSuperComplaint(
    slug="left-waiting",
    title="Left waiting?",
    report_title="Left waiting? Report on the Lantern Trust's super-complaint on calls about stalking",
    made_by="the Lantern Trust",
    published_on=datetime.date(2020, 12, 1),
    reply_to="policesupercomplaint@hmicfrs.gov.uk",
    recommendations=(
        KnownRecommendation("1", W1, FORCE),
        KnownRecommendation("2", "", frozenset({"national_body"})),
        KnownRecommendation("3", "", frozenset({"national_body"})),
        KnownRecommendation("3a", "", FORCE | PCC),
        KnownRecommendation("4", W4, FORCE),
        KnownRecommendation("5", W5, FORCE | PCC),
        KnownRecommendation("6", W6, PCC),
        KnownRecommendation("7", "", FORCE),
        KnownRecommendation("7.1", "", FORCE),
        KnownRecommendation("8", W8, FORCE | PCC, met_by_update=True),
    ),
)
OTHER_REPORT = KnownSuperComplaint(
    slug="the-long-road",
    title="The long road",
    report_title="The long road: report on Kerb's super-complaint on road collisions",
    made_by="Kerb",
    published_on=datetime.date(2022, 6, 30),
    recommendations=(KnownRecommendation("1"), KnownRecommendation("2")),
)


@dataclass(frozen=True)
class Letter:
    """A letter and what a careful reader finds in it."""

    name: str
    text: str
    body: str = ""
    dated: str = ""
    addressed_to: str = ""
    signatory: str = ""
    sections: tuple[tuple[tuple[str, ...], str, str], ...] = ()  # (numbers, voice, its first words)
    super_complaint: str = "left-waiting"


BORSETSHIRE_PCC = "Police and Crime Commissioner for Borsetshire"
LETTERS: list[Letter] = []


def _letter(name: str, text: str, **facts):
    LETTERS.append(Letter(name, text.strip("\n"), **facts))


# The five shapes of ../shared/letters

_letter(
    "all quoted first, then answered under headings",
    f"""
**'LEFT WAITING? REPORT ON THE LANTERN TRUST'S SUPER-COMPLAINT
ON CALLS ABOUT STALKING' PUBLISHED 1ST DECEMBER 2020
A JOINT INVESTIGATION BY HMICFRS, THE COLLEGE OF POLICING AND THE INDEPENDENT
OFFICE FOR POLICE CONDUCT
RESPONSE FROM BORSETSHIRE PCC DATED 1ST JUNE 2021**

This is the first super-complaint to which I respond. I will also publish my response including that of the Constabulary.

The report contains three recommendations for forces and PCCs as set out below.

**Recommendation 1. To chief constables**

{W1}

#### Recommendation 4. To chief constables

{W4}

#### Recommendation 6. To police and crime commissioners

{W6}

In response to these recommendations I can confirm the following.

#### Response to recommendation 1

At the point of writing the Constabulary are still in talks with the NPCC about this. Before the Constabulary take any definitive action they are waiting for the national guidance from the NPCC.

#### Response to recommendation 4

The Constabulary have a policy that all callers are referred to the Harbour Unit. I will ensure my office works with the Constabulary on this.

#### Response to recommendation 6

The Office of the PCC undertook a full needs assessment in 2019. My office are planning to use the provider forum to find any gaps.
""",
    body=BORSETSHIRE_PCC,
    dated="2021-06-01",
    sections=(
        (("1",), "local_policing_body", "At the point of writing the Constabulary are"),
        (("4",), "local_policing_body", "The Constabulary have a policy that all callers"),
        (("6",), "local_policing_body", "The Office of the PCC undertook a full"),
    ),
)

_letter(
    "a statement with no numbers, and a running header inside a bullet",
    """
Comisiynydd yr Heddlu a Throseddu Aberwen Police and Crime Commissioner for Aberwen



8 February 2021

POLICE & CRIME COMMISSIONER RESPONSE TO THE HMICFRS / COLLEGE OF POLICING / IOPC REPORT: 'LEFT WAITING? REPORT ON THE LANTERN TRUST'S SUPER-COMPLAINT ON CALLS ABOUT STALKING'

This report concerns how calls about stalking are answered, and finds harm. I welcome it and its recommendations for a number of bodies, including the Home Office.

The Chief Constable and I recognise how hard it is for people to call. In the report the work of Borsetshire Police was given as an example of good practice.

In response to the report, the Chief Constable points out the following examples of work under way:

- Aberwen Police is fully aware of the need to ensure that its staff have clear guidance. An app has been given to all call handlers, and the wider view that this arrangement gives ensures that

Comisiynydd yr Heddlu a Throseddu Aberwen Police and Crime Commissioner for Aberwen



the needs of callers are understood and that a whole view is taken.

- The new post in the control room gives oversight. In 2018 guidance was issued, and amended in 2020.

The Chief Constable sums up his response to the report as below:

'Aberwen Police welcomes the report and will ensure that its recommendations are reviewed.'

As Commissioner I continue to fund the advocates in our area. I am grateful for the Chief's comments.

Comisiynydd yr Heddlu a Throseddu Aberwen Police and Crime Commissioner for Aberwen



Rt Hon Ann Example

Police and Crime Commissioner for Aberwen
""",
    body="Police and Crime Commissioner for Aberwen",
    dated="2021-02-08",
    signatory="Rt Hon Ann Example",
)

_letter(
    "a letter to the Home Secretary with short quotations and a footer inside",
    f"""
To: The Home Secretary

14 January 2022

Dear Home Secretary

Response from Dr Sam Example, Police and Crime Commissioner for Felpersham, to the HMICFRS report: Left waiting? The Lantern Trust's super-complaint on calls about stalking

I welcome the report. Callers are a priority in my Police and Crime Plan, and I have seen how hard it is to call. I am part of a partnership of the police forces and

Felpersham Police and Crime Commissioner
{CONTACTS}
Tel: 01632 960000
Email: thepcc@felpersham-pcc.gov.uk
www.felpersham-pcc.gov.uk

mayors of the region, which has looked at calls since 2012.

The following information provides an update from Felpersham Constabulary on their work in response to the report.

Recommendation 1 – To Chief Constables

As an interim measure, pending the outcome of [a Home Office review], where call handlers are in any doubt about the danger a caller is in, we recommend that they immediately stop closing calls without a visit

Felpersham Constabulary are still awaiting the College of Policing guidance.

Recommendation 5 - To chief constables and police and crime commissioners (or equivalents)

Chief constables and police and crime commissioners should take steps, through the appropriate channels, to promote callers' confidence in reporting stalking to the police, without fear of being turned away

Both Felpersham Constabulary and the Office of the Police and Crime Commissioner promote confidence through media and events.

In March 2021 a review of calls was made:

- 2014: the first order of its kind
- 2018: the second

I will continue to monitor progress against these recommendations.

All good wishes

A handwritten signature in black ink that reads 'Sam Example'.

Dr Sam Example
Felpersham Police & Crime Commissioner

Felpersham Police and Crime Commissioner
{CONTACTS}
Tel: 01632 960000
Email: thepec@felpersham-pcc.gov.uk
www.felpersham-pcc.gov.uk
""",
    body="Felpersham Police and Crime Commissioner",
    dated="2022-01-14",
    addressed_to="The Home Secretary",
    signatory="Dr Sam Example",
    sections=(
        (("1",), "force", "Felpersham Constabulary are still awaiting the College of"),
        (("5",), "joint", "Both Felpersham Constabulary and the Office of the"),
    ),
)

_letter(
    "the chief constable's reply inside the commissioner's letter, headings run in",
    f"""
Borsetshire PCC Response to HMICFRS Report: 'Left waiting?' report on the Lantern Trust's super-complaint on calls about stalking

I thank HMICFRS for this important report. I have asked the Chief Constable for his comments. His response is below.

I welcome the report 'Left waiting?'. It makes a number of recommendations for callers. The force will make the relevant changes.

Recommendation 1 - To chief constable: {W1}

Borsetshire Police have taken immediate action to implement both parts of this recommendation. The final stage will be in place by the end of April 2021.

Delivery strategy:

This is due to be followed by a second stage in March. It stems from recommendation 3. Recommendation 3, the recommendation to develop a protocol, is for others. Recommendation 1 is clear that calls must not be closed.

Recommendation 4 - To chief constables: {W4_FIRST}

Borsetshire Police has welcomed this recommendation and applied a three stage process. The protocol draws on guidance with particular reference to the Code of

Practice for Victims of Crime.

Governance:

- The policy gives direction that all callers who report stalking are effectively supported through a safe calling route;*

I thank the Chief Constable for such a detailed response which gives me confidence.

There were two recommendations made for Police and Crime Commissioners, recommendation 5 as above and recommendation 6: {W6}

As part of the OPCC's ongoing assessment of need, we know that the county has few advocates.

I have increased my budget, and progress is looked at in my regular performance meetings with the Chief Constable.

Jo Example, Police and Crime Commissioner for Borsetshire
March 2021
""",
    body=BORSETSHIRE_PCC,
    dated="2021-03",
    signatory="Jo Example",
    sections=(
        (("1",), "force", "Borsetshire Police have taken immediate action to implement"),
        (("4",), "force", "Borsetshire Police has welcomed this recommendation and applied"),
        (("6",), "local_policing_body", "As part of the OPCC's ongoing assessment of"),
    ),
)

_W4_HTML = "".join(f" • {point}" for point in W4_POINTS[:2])
_letter(
    "a two-column table that pages split",
    f"""
24/02/21

RESPONSE OF BORSETSHIRE POLICE TO THE HMICFRS REPORT

Left waiting? Report on the Lantern Trust's super-complaint on calls about stalking

Chief Officer comments

The Chief Constable of Borsetshire notes the published report and welcomes recommendations to improve how calls are answered.

Recommendations	Borsetshire Police response provided to below email. Agreed and signed off by Supt Example, portfolio lead.
<p>The report makes 8 'recommendations', 3 specific to Police which are referred to below;</p>	<p>Included in the recommendations is a requirement to provide an update to HMICFRS. It should be sent to policesupercomplaint@hmicfrs.gov.uk</p> <p>PCC responses under section 55 of the Police Act 1996 are not required.</p>
<p>Recommendation 1. To chief constables</p> <p>{W1[:150]}</p>	<p>Borsetshire Police notes the recommendation and gives callers relevant advice and guidance.</p>



<p>{W1[150:]}</p>	<p>Borsetshire Police will take steps to prevent the closing of calls through a change of procedure.</p>
<p>Recommendation 4. To chief constables</p> <p>{W4_FIRST}</p> <p>They should:</p> <ul style="list-style-type: none">{_W4_HTML}</ul>	<p>Borsetshire Police works well with partners and awaits the creation of a safe calling route.</p>
<ul style="list-style-type: none"> • {W4_POINTS[2]}</ul>	
<p>Recommendation 8. To all recipients of recommendations from this investigation;</p> <p>{W8}</p>	<p>The force notes this recommendation and provides this response in support.</p>

Police and Crime Commissioner's comments

PCC's comments may be returned separately or added to this content post this return.

Pat Example
 HMICFRS Liaison Officer,
 Borsetshire Police
""",
    body="Borsetshire Police",
    dated="2021-02-24",
    addressed_to="HMICFRS (policesupercomplaint@hmicfrs.gov.uk)",
    signatory="Pat Example",
    sections=(
        (("1",), "force", "Borsetshire Police notes the recommendation and gives callers"),
        (("1",), "force", "Borsetshire Police will take steps to prevent the"),
        (("4",), "force", "Borsetshire Police works well with partners and awaits"),
        (("8",), "force", "The force notes this recommendation and provides this"),
    ),
)

# Other shapes

_letter(
    "the NPCC for all chief constables, in prose",
    """
National Police Chiefs' Council
1st Floor, 10 Victoria Street, London SW1H 0NN
www.npcc.police.uk

28 May 2021

Sir Thomas Example
Her Majesty's Chief Inspector of Constabulary
6th Floor, Globe House
89 Eccleston Square
London

Dear Sir Thomas,

Left waiting? Report on the Lantern Trust's super-complaint on calls about stalking

I write on behalf of all 43 chief constables in answer to the report published on 1 December 2020. Your report asks much of forces, and the Home Office is to review the law.

In relation to recommendations 1, 4 and 5, chief constables do not accept the rationale for closing no call without a visit. Forces will work with Borsetshire Police, who have piloted another way.

We expect new guidance by 30 September 2021.

With regard to Recommendation 3, the NPCC accepts this recommendation and has met the Home Office twice.

I hope this is helpful.

Yours sincerely

Lee Example QPM
Assistant Chief Constable, NPCC lead for stalking
""",
    body="National Police Chiefs' Council",
    dated="2021-05-28",
    addressed_to="Sir Thomas Example, Her Majesty's Chief Inspector of Constabulary",
    signatory="Lee Example QPM",
    sections=(
        (("1", "4", "5"), "npcc", "In relation to recommendations 1, 4 and 5,"),
        (("3",), "npcc", "With regard to Recommendation 3, the NPCC accepts"),
    ),
)

_letter(
    "the Home Office on 2 and 3, numbered",
    """
Home Secretary
2 Marsham Street
London SW1P 4DF
www.gov.uk/home-office

HM Chief Inspector of Constabulary
HMICFRS
23 Stephenson Street
Birmingham B2 4BH

15 December 2021

Dear Chief Inspector,

LEFT WAITING? SUPER-COMPLAINT BY THE LANTERN TRUST

Thank you for your letter of 24 November 2021 about recommendations 2 and 3. As the report of 1 December 2020 asked, we have completed a review.

Recommendations

2. The Home Office has reviewed the law and does not accept that a new duty is needed. Borsetshire Police and the NPCC were consulted.

3. The Home Office and the NPCC will publish a protocol by the end of March 2022.

Yours sincerely,

Rt Hon Chris Example MP
Home Secretary
""",
    body="Home Office",
    dated="2021-12-15",
    addressed_to="HM Chief Inspector of Constabulary, HMICFRS",
    signatory="Rt Hon Chris Example MP",
    sections=(
        (("2",), "home_office", "2. The Home Office has reviewed the law"),
        (("3",), "home_office", "3. The Home Office and the NPCC will"),
    ),
)

_letter(
    "bilingual, the Welsh first",
    f"""
Heddlu Aberwen
Aberwen Police

3 Mehefin 2021

Annwyl Brif Arolygydd,

Ymateb Heddlu Aberwen i'r adroddiad 'Left waiting?', uwch-gwyn the Lantern Trust

Argymhelliad 1

Mae Heddlu Aberwen yn derbyn yr argymhelliad hwn ac wedi newid ei bolisi.

Yn gywir

Sian Example
Prif Gwnstabl

Dear Chief Inspector,

Response of Aberwen Police to the report 'Left waiting?', a super-complaint by the Lantern Trust

Recommendation 1

{W1}

Aberwen Police accepts this recommendation and has changed its policy.

Yours sincerely

Sian Example
Chief Constable
""",
    body="Aberwen Police",
    dated="2021-06-03",
    addressed_to="Brif Arolygydd",
    signatory="Sian Example",
    sections=(
        (("1",), "force", "Mae Heddlu Aberwen yn derbyn yr argymhelliad hwn"),
        (("1",), "force", "Aberwen Police accepts this recommendation and has changed"),
    ),
)

_letter(
    "nobody named",
    f"""
Response to the report Left waiting?

1 June 2021

Recommendation 1: {W1}

The force has changed its policy. This work is complete.

Recommendation 5

We have run a campaign with partners, as Borsetshire Police and Aberwen Police have done.
""",
    dated="2021-06-01",
    sections=(
        (("1",), "not_stated", "The force has changed its policy. This work"),
        (("5",), "not_stated", "We have run a campaign with partners, as"),
    ),
)

_letter(
    "recommendation 3a with the commissioner's response",
    """
Commissioner's response to the police super-complaint 'Left waiting?'

In March 2020 the Lantern Trust submitted a super-complaint about how forces answer calls about stalking. Responses by Police and Crime Commissioners were invited on the recommendation below.

Recommendation 3a:

PCCs and chief constables should make sure their support services are capable of meeting the needs of all callers.

For PCCs, this should include the following:

- PCCs considering whether local services are capable of dealing with the risks to callers
- the offer of an advocate

Commissioner's response

We accept this action. The Commissioner and her office have been told of the progress made by Borsetshire Police.

The Commissioner welcomed the new group, which will report in May.

Jo Example
Police and Crime Commissioner for Borsetshire
12th July 2021
""",
    body=BORSETSHIRE_PCC,
    dated="2021-07-12",
    signatory="Jo Example",
    sections=((("3a",), "local_policing_body", "We accept this action. The Commissioner and her"),),
)

_letter(
    "an action plan with owners, status and sub-numbers",
    """
# Borsetshire Police action plan: Left waiting?

Date: 22 November 2021

Strategic lead: D/Supt Example

| Rec No. | Recommendation | Rec. owner | Action plan response | Status |
| --- | --- | --- | --- | --- |
| 4 | Chief constables should support all callers. | Chief Constables | New policy agreed with the Lantern Trust. | Complete |
| 7 | By 27 March 2022, change recording systems. | Chief Constables | The system change is being tested. | In progress |
| 7.1 | Processes should be put in place to use it. | Chief Constables | Awaiting national guidance from the College of Policing. | Amber |
| 8 | Provide an update. | All | N/A | |

For questions contact supercomplaints@borsetshire.police.uk
""",
    body="Borsetshire Police",
    dated="2021-11-22",
    sections=(
        (("4",), "force", "New policy agreed with the Lantern Trust."),
        (("7",), "force", "The system change is being tested."),
        (("7.1",), "force", "Awaiting national guidance from the College of Policing."),
    ),
)

_letter(
    "a reply to a chaser",
    """
Felpersham Constabulary
Headquarters, Felpersham

Our ref: CC/114

6 December 2021

HM Chief Inspector of Constabulary
HMICFRS

Dear Chief Inspector

Left waiting?

Thank you for your letter of 24 November 2021 in which you ask about recommendations 1, 4 and 5 of the report published on 1 December 2020. I am sorry that our letter of 1 June 2021 did not reach you.

Recommendations 1, 4 and 5

Felpersham Constabulary accepts all three recommendations. A new policy came into force on 1 October 2021, and training is under way.

I trust this answers your letter.

Yours sincerely

Max Example
Chief Constable
""",
    body="Felpersham Constabulary",
    dated="2021-12-06",
    addressed_to="HM Chief Inspector of Constabulary, HMICFRS",
    signatory="Max Example",
    sections=((("1", "4", "5"), "force", "Felpersham Constabulary accepts all three recommendations. A new"),),
)

_letter(
    "one that only quotes",
    f"""
Borsetshire Police
1 May 2021

To: all heads of department

The report Left waiting?, on the Lantern Trust's super-complaint, asks these things of us.

Recommendation 1 - To chief constables

{W1}

Recommendation 4 - To chief constables

{W4}

Recommendation 7 - To chief constables

Chief constables should make sure that every call about stalking is recorded.
""",
    body="Borsetshire Police",
    dated="2021-05-01",
    addressed_to="all heads of department",
)

_letter(
    "a label before each answer, force and commissioner in turn",
    f"""
Office of the Police and Crime Commissioner for Borsetshire

1 June 2021

Dear Inspector,

Left waiting? The Lantern Trust's super-complaint

Rec 1

{W1}

Force response: The force has changed its policy, and this recommendation is complete.

PCC comments: I am content with this.

Rec 5 – To chief constables and PCCs

{W5}

Force response: The force has run a campaign.

PCC comments: My office paid for the campaign.

Kind regards,

Jo Example
Police and Crime Commissioner for Borsetshire
""",
    body=BORSETSHIRE_PCC,
    dated="2021-06-01",
    addressed_to="Inspector",
    signatory="Jo Example",
    sections=(
        (("1",), "force", "The force has changed its policy, and this"),
        (("1",), "local_policing_body", "I am content with this."),
        (("5",), "force", "The force has run a campaign."),
        (("5",), "local_policing_body", "My office paid for the campaign."),
    ),
)

_letter(
    "the chief constable's answer in quotation marks",
    """
I have asked the Chief Constable to comment on the report Left waiting? and its super-complaint by the Lantern Trust.

The Chief Constable's response was:

“I welcome the report. The force has recorded recommendation 1 and will report on it at its board.

“The control room has been given new guidance.”

I am part of the board that oversees this. I have asked for a report from the Chief Constable in early 2022.

Jo Example, Borsetshire Police and Crime Commissioner
""",
    body=BORSETSHIRE_PCC,
    signatory="Jo Example",
    sections=((("1",), "force", "The force has recorded recommendation 1 and will"),),
)

_letter(
    "a mayor after the commissioner's time",
    """
Mayor of Felpersham

4 March 2025

To: policesupercomplaint@hmicfrs.gov.uk

Left waiting? (the Lantern Trust)

R4: The Constabulary has a safe calling route in place.

R6: My office has assessed local advocates, and found two gaps.

Robin Example
Mayor of Felpersham
""",
    body="Mayor of Felpersham",
    dated="2025-03-04",
    addressed_to="policesupercomplaint@hmicfrs.gov.uk",
    signatory="Robin Example",
    sections=(
        (("4",), "local_policing_body", "The Constabulary has a safe calling route in"),
        (("6",), "local_policing_body", "My office has assessed local advocates, and found"),
    ),
)

_letter(
    "one sentence for three recommendations",
    """
Borsetshire Police

Dated: 2 June 2021

Left waiting? Super-complaint by the Lantern Trust

Thank you for sight of the report. Borsetshire Police accepts recommendations 1, 4 and 5.

We are grateful to the Lantern Trust for its work on calls about stalking.

Pat Example
Chief Superintendent
""",
    body="Borsetshire Police",
    dated="2021-06-02",
    signatory="Pat Example",
    sections=((("1", "4", "5"), "force", "Borsetshire Police accepts recommendations 1, 4 and 5."),),
)

_letter(
    "lines broken where the page was narrow",
    f"""
Borsetshire Police response to the super-complaint Left waiting?
OFFICIAL

16 June 2021

Recommendation 5
{W5[:70]}
{W5[70:]}

The force has co-
operated with its partners, and has run a cam-
paign on this. It will do so again
Borsetshire Police response to the super-complaint Left waiting?
in the autumn of this year, when the next campaign is due to be ready.

Page 1 of 2
\fBorsetshire Police response to the super-complaint Left waiting?
OFFICIAL

Recommendation 8
{W8}
This letter is the update asked for.

Page 2 of 2
""",
    body="Borsetshire Police",
    dated="2021-06-16",
    sections=(
        (("5",), "force", "The force has co-operated with its partners, and"),
        (("8",), "force", "This letter is the update asked for."),
    ),
)

_letter(
    "about another report",
    """
Aberwen Police

1 September 2022

Response to The long road, a super-complaint by Kerb

Recommendation 2

We have trained all drivers.
""",
    body="Aberwen Police",
    dated="2022-09-01",
    sections=((("2",), "force", "We have trained all drivers."),),
    super_complaint="the-long-road",
)

# Letters that were saved from web pages

_letter(
    "a page that names the force alone, with what is asked of others",
    f"""
Skip to content
Text size: A A A
We use some essential cookies to make our website work.

# Response to the super-complaint by the Lantern Trust (01/12/2020)

The report 'Left waiting?' makes these recommendations:

Recommendation 1. To chief constables

{W1[:230]}

Response

Borsetshire Police has told call handlers, pending the outcome of Recommendation 2, to close no call without a visit.

Recommendation 2. To the Home Office

Review the law on stalking.

Response

Not applicable to Borsetshire Police.

Recommendation 6. To police and crime commissioners

{W6}

Response

An assessment has been commissioned, and will report in the summer.

Share this page
Facebook Twitter
""",
    sections=(
        (("1",), "not_stated", "Borsetshire Police has told call handlers, pending the"),
        (("6",), "not_stated", "An assessment has been commissioned, and will report"),
    ),
)

_letter(
    "a page with no empty lines, and no more of a name than the place",
    """
Quickly exit this site by pressing the Escape key Leave this site
We'd like to set additional cookies so we can remember your preferences and understand how you use our site, and you can change your settings below.
Our Reference: AB-CD 021221
Date: 2 December 2021
Dear Alex, Kim and Jo
Thank you for your letter dated 24 November 2021 about the Lantern Trust's super-complaint and the joint report 'Left waiting?', which my office has now read with great care.
We note that most of what the report asks is for the police service as a whole, and that the NPCC has answered for every chief constable. We add nothing to that answer.
We also note that recommendations 1, 4 and 5 are for each force: Felpersham has considered these carefully, and we will be following the approach that the NPCC leads have outlined for everybody.
Thank you for the chance to reply.
Yours sincerely
Max Example QPM
Chief Constable
""",
    body="Felpersham Constabulary",
    dated="2021-12-02",
    addressed_to="Alex, Kim and Jo",
    signatory="Max Example QPM",
    sections=((("1", "4", "5"), "force", "We also note that recommendations 1, 4 and"),),
)

_letter(
    "a page of a joint response",
    f"""
# Super-complaint: calls about stalking

## Our response to 'Left waiting?' - December 3, 2021

Loamshire Constabulary submitted a joint response with Loamshire's Police, Fire and Crime Commissioner (PFCC) to HMICFRS on the super-complaint of the Lantern Trust.

### Recommendation 1: To Chief Constables

“{W1[:200]}”

#### Our response

**Practice:** Loamshire Constabulary has changed how calls are answered.

### Recommendation 6: To Police and Crime Commissioners

“{W6}”

#### Our response

The PFCC pays for a service for all callers.
""",
    body="Police, Fire and Crime Commissioner for Loamshire",
    dated="2021-12-03",
    sections=(
        (("1",), "joint", "Practice: Loamshire Constabulary has changed how calls are"),
        (("6",), "joint", "The PFCC pays for a service for all"),
    ),
)

# Answers that a letter only leads up to

_letter(
    "the answer follows what it was asked about",
    """
09:30 20/01/2022

Dear Colleagues,

Follow up to the report 'Left waiting?' on the Lantern Trust's super-complaint

Your letter of 24 November 2021 asked for an update on what is asked of chief constables (Recommendations 1,4 and 5). You know of the NPCC's reply in May 2021, with which I agree.

I await the review of the law, which in no way means that Borsetshire Police is idle.

Yours sincerely

B-J Example QPM
Chief Constable
Borsetshire Police
""",
    body="Borsetshire Police",
    dated="2022-01-20",
    addressed_to="Colleagues",
    signatory="B-J Example QPM",
    sections=((("1", "4", "5"), "force", "You know of the NPCC's reply in May"),),
)

_letter(
    "each paragraph tells what is asked and answers it",
    """
Borsetshire Police and Crime Commissioner
Response to the super-complaint 'Left waiting?' by the Lantern Trust, May 2021

I support recommendation 2, that the Home Office review the law. Recommendation 3 is for the NPCC.

Recommendation 1 asks chief constables to close no call without a visit. Borsetshire Police has done so since February.

Recommendation 5 is directed at chief constables and PCCs. We have started a campaign.

Recommendation 6 requires me to assess local access to advocates. This was done in 2020, and will be done again.

The Commissioner has also seen the response of Aberwen Police to recommendation 7, and agrees with it.

Jo Example
PCC
""",
    body=BORSETSHIRE_PCC,
    dated="2021-05",
    signatory="Jo Example",
    sections=(
        (("1",), "local_policing_body", "Borsetshire Police has done so since February."),
        (("5",), "local_policing_body", "We have started a campaign."),
        (("6",), "local_policing_body", "This was done in 2020, and will be"),
    ),
)

_letter(
    "my comments and his, a quotation set off, and parts with headings of their own",
    f"""
Felpersham Police & Crime Commissioner

Thursday, 17th June 2021

Matt Example CB

Her Majesty's Inspector of Constabulary

6th Floor, Globe House

Dear Mr Example,

Left waiting? The Lantern Trust's super-complaint

Recommendation 1 (for chief constables)

Chief Constable's comments: The force has a new procedure.

My comments: I am content.

Recommendation 4 (for chief constables)

The Chief Constable states:

> Felpersham Constabulary will look again at this when the law has been reviewed.

I support this position.

Recommendation 6 (for PCCs)

{W6}

What we have done

My office has met every group of advocates in the county.

Our plans

We will pay for a new one.

Kind regards

DCI Lee Example
on behalf of the Commissioner
""",
    body="Felpersham Police and Crime Commissioner",
    dated="2021-06-17",
    addressed_to="Matt Example CB, Her Majesty's Inspector of Constabulary",
    signatory="DCI Lee Example",
    sections=(
        (("1",), "force", "The force has a new procedure."),
        (("1",), "local_policing_body", "I am content."),
        (("4",), "force", "Felpersham Constabulary will look again at this when"),
        (("4",), "local_policing_body", "I support this position."),
        (("6",), "local_policing_body", "My office has met every group of advocates"),
    ),
)

# What stands below a letter's close

_letter(
    "the chief constable's letter is enclosed",
    """
Aberwen Police and Crime Commissioner

21 May 2021

Dear Sir Thomas,

Left waiting? The Lantern Trust's super-complaint

I enclose at Annex A the Chief Constable's letter, and ask you to accept it as Aberwen Police's response to recommendations 1 and 4.

Recommendation 6

A survey of advocates was made in March 2021.

Yours sincerely,

Ann Example
Police and Crime Commissioner for Aberwen

Annex A: Letter from the Chief Constable

Heddlu Aberwen Police

14 May 2021

Dear Commissioner,

Recommendation 1

Aberwen Police closes no call where there is doubt.

Recommendation 4

We have begun to write a policy.

Yours sincerely

Sian Example
Chief Constable
""",
    body="Police and Crime Commissioner for Aberwen",
    dated="2021-05-21",
    addressed_to="Sir Thomas",
    signatory="Ann Example",
    sections=(
        (("6",), "local_policing_body", "A survey of advocates was made in March"),
        (("1",), "force", "Aberwen Police closes no call where there is"),
        (("4",), "force", "We have begun to write a policy."),
    ),
)

_letter(
    "an e-mail above the one that it answers, with numbers in odd forms",
    """
From: Example, Pat <pat.example@borsetshire.police.uk>
Sent: 02 December 2021 09:12
To: Super Complaint <policesupercomplaint@hmicfrs.gov.uk>
Subject: RE: Left waiting? (the Lantern Trust)

Dear Alex

For Borsetshire Police I can say this.

Recommendation No. 1 – Accepted – complete

Recommendation (4) – A policy is being written.

RECOMMENDATION 5 – Done. This recommendation has been discussed with the board.

Kind regards

Pat Example
HMICFRS Liaison Officer
Borsetshire Police

From: Super Complaint <policesupercomplaint@hmicfrs.gov.uk>
Sent: 24 November 2021 10:00
To: chief.constable@borsetshire.police.uk
Subject: Left waiting? (the Lantern Trust)

We ask for an update on recommendations 1, 4 and 5.
""",
    body="Borsetshire Police",
    dated="2021-12-02",
    addressed_to="Super Complaint <policesupercomplaint@hmicfrs.gov.uk>",
    signatory="Pat Example",
    sections=(
        (("1",), "force", "Accepted – complete"),
        (("4",), "force", "A policy is being written."),
        (("5",), "force", "Done. This recommendation has been discussed with the"),
    ),
)

# Tables in odd forms

_letter(
    "a form with owners and dates beside its labels",
    f"""
Borsetshire OPCC: Left waiting? The Lantern Trust's super-complaint

Date published\t01/12/2020
Response due\t01/06/2021
Date of response\t20/05/2021

Recommendation 5\t{W5}
Owner\tDCI Example
Force response\tThe force has visited every college.
PCC response\tThe office has paid for leaflets.

Recommendation 6\t{W6}
Force response\tN/A
PCC response\tA survey is complete.
""",
    body=BORSETSHIRE_PCC,
    dated="2021-05-20",
    sections=(
        (("5",), "force", "The force has visited every college."),
        (("5",), "local_policing_body", "The office has paid for leaflets."),
        (("6",), "local_policing_body", "A survey is complete."),
    ),
)

_letter(
    "a Markdown table whose cells break over lines",
    """
Action plan in response to the super-complaint of the Lantern Trust, 'Left waiting?'

|
Rec No. |
Recommendation |
Evidence requirement |
Rec. owner |
Initial action plan response |
Latest update |
|
|---|---|---|---|---|---|---|
| 7 | By 27 March 2022, change recording systems so that every call is kept. |
7.1 | Processes should be put in place to use it. |
Chief Constables |
A change to our system has been ordered. |
It is being tested. |

Aberwen Police
""",
    body="Aberwen Police",
    sections=((("7",), "force", "A change to our system has been ordered."),),
)

_letter(
    "a table that a conversion left as HTML",
    f"""
<p>Police and Crime Commissioner for Borsetshire</p>
<p>10th February 2022</p>
<p>To whom it may concern</p>
<p>Left waiting? The Lantern Trust's super-complaint</p>
<table><tr><th>Recommendation</th><th>Force response</th><th>PCC comment</th></tr>
<tr><td><p><b>Recommendation 5</b></p><p>{W5}</p></td><td><p>The force has visited every college.</p><ul><li>Two
more visits are planned.</li></ul></td><td rowspan="2">I have paid for leaflets.</td></tr>
<tr><td><b>Recommendation 1</b> {W1}</td><td>Calls are no longer closed without a visit.</td></tr>
</table>
<p>Yours faithfully</p>
<p>Pat Example<br>Police and Crime Commissioner for Borsetshire</p>
""",
    body=BORSETSHIRE_PCC,
    dated="2022-02-10",
    signatory="Pat Example",
    sections=(
        (("5",), "force", "The force has visited every college."),
        (("5",), "local_policing_body", "I have paid for leaflets."),
        (("1",), "force", "Calls are no longer closed without a visit."),
    ),
)

# Whose words a hand-over brings in

_letter(
    "what is handed over has headings, quotations, and the sender's words between",
    f"""
PCC response to the super-complaint 'Left waiting?'

Published: Monday 22nd March 2021

I asked the Chief Constable of Borsetshire for observations on recommendations 1, 4 and 5. They were as follows:

**Recommendation 1:** *“{W1}”*

Calls are no longer closed without a visit.

Recommendation 5 - Chief Constables and PCCs

The chief constable has opened a help desk. See our response to recommendation 4.

My own response to recommendations 5 and 6 is as follows:

Recommendation 5

I have paid for leaflets in nine languages.

Recommendation 4 - Chief Constables

Borsetshire Police said:

"The force has written a new policy.

All call handlers have been told."

It will come before a meeting held in public in May.

Cookies | Privacy policy | Accessibility
""",
    body=BORSETSHIRE_PCC,
    dated="2021-03-22",
    sections=(
        (("1",), "force", "Calls are no longer closed without a visit."),
        (("5",), "force", "The chief constable has opened a help desk."),
        (("5",), "local_policing_body", "I have paid for leaflets in nine languages."),
        (("4",), "force", '"The force has written a new policy.'),
        (("4",), "local_policing_body", "It will come before a meeting held in"),
    ),
)

_letter(
    "labels with numbers of their own, and an annex from who is named with the area",
    f"""
Response to the Lantern Trust's super-complaint 'Left waiting?': Borsetshire PCC

Dated 9 June 2021

My answer is below, the chief constable's at Annex A.

1. Recommendation six

1.1 "{W6}"

1.2 Response:
- A survey has been made.

Annex A – Response of the Chief Constable of Borsetshire

2. Recommendation one

2.1 {W1}

2.2 Calls are no longer closed without a visit.
""",
    body=BORSETSHIRE_PCC,
    dated="2021-06-09",
    sections=(
        (("6",), "local_policing_body", "A survey has been made."),
        (("1",), "force", "2.2 Calls are no longer closed without a"),
    ),
)

_letter(
    "a table that is handed over to, and a paper of numbered paragraphs",
    f"""
Police and Crime Commissioner for Borsetshire

Updated 4th May 2021 by Pat Example

Left waiting? The Lantern Trust's super-complaint

The response of the Chief Constable is set out in the table below.

| Recommendation | Response |
| --- | --- |
| 1. {W1} | Calls are no longer closed without a visit. |

My team has made a survey of what there is.

Force response

## Recommendation 4

1. The recommendation asks that all callers are supported.

2. The force has written a new policy.

PCC response

## Recommendation 5

> {W5}

Leaflets are sent to every college.
""",
    body=BORSETSHIRE_PCC,
    dated="2021-05-04",
    sections=(
        (("1",), "force", "Calls are no longer closed without a visit."),
        (("4",), "force", "2. The force has written a new policy."),
        (("5",), "local_policing_body", "Leaflets are sent to every college."),
    ),
)
