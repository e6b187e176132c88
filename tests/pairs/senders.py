# ruff: noqa: E501 - paragraphs are kept as they would be written, their lines unbroken
"""The head, foot or text of a letter -> the cue that counts most and the body it speaks for; "?" where a person is asked."""

FORCE, PCC = "Borsetshire Police", "Police and Crime Commissioner for Borsetshire"
OTHER = "Felpersham Constabulary"
PROSE = "All who take calls have been trained, and a new policy tells them what they must do and whom they must tell of it, day and night."

CUES = [
    ("it says that it is from", f"From: {FORCE}\n\n{PROSE}", FORCE),
    ("it says that it is from", f"Submitted by: {FORCE}\n\n{PROSE}", FORCE),
    ("the title", f"Response from {FORCE}\n\n{PROSE}", FORCE),
    ("the title", f"The long report: a reply of {FORCE}\n\n{PROSE}", FORCE),
    ("the title", f"{FORCE}’s response\n\n{PROSE}", FORCE),
    ("the title", f"{FORCE} – super-complaint response\n\n{PROSE}", FORCE),
    ("the title", f"Response to the super-complaint: {FORCE}\n\n{PROSE}", FORCE),
    ("the signature", f"{PROSE}\n\nYours sincerely\n\nJo Example\nChief Constable, {FORCE}", FORCE),
    ("it speaks as", f"{PROSE}\n\nI am the {PCC}.", PCC),
    ("it speaks as", f"{PROSE}\n\nI write as the {PCC}.", PCC),
    ("it speaks as", f"{PROSE}\n\nI reply on behalf of {FORCE}.", FORCE),
    ("it speaks as", f"{PROSE}\n\nAs {PCC}, I watch this.", PCC),
    ("it speaks as", f"{PROSE}\n\nI am the lead for calls at {FORCE}.", FORCE),
    (
        "its statement",
        f"{PROSE}\n\n{PCC} Jo Example said: “It is good.”\n\nStaff train.\n\nThey meet.\n\nThey talk.",
        PCC,
    ),
    ("the title", f"To: HMICFRS\nSubject: {FORCE} response\n\n{PROSE}", FORCE),
    ("it names no other area", f"1. To tell members of the response of {FORCE}.\n\n{PROSE}", f"{FORCE}?"),
    ("it names no other area", f"{PROSE}\n\nJo Example\nOfficer\n\nDownload: letter from {FORCE}", f"{FORCE}?"),
    ("it names no other area", f"Chief Constable Jo Example\n{FORCE}\n\nDear Jo\n\n{PROSE}", f"{FORCE}?"),
    (
        "it names no other area",
        f"{PROSE}\n\nYours sincerely\n\nJo Example\n\ncc: Chief Constable, {FORCE}",
        f"{FORCE}?",
    ),
    ("the letterhead at its top", f"{FORCE}\n\n{PROSE}", FORCE),
    ("the letterhead at its top", f"{FORCE}: calls about stalking\n\n{PROSE}", FORCE),
    ("the letterhead", f"Left waiting?\n\n{FORCE}\n\n{PROSE}", FORCE),
    ("the foot", f"Left waiting?\n\n{PROSE}\n\n{FORCE}", FORCE),
    ("an address", f"{PROSE}\n\nWrite to us: office@borsetshire-pcc.gov.uk.", PCC),
    ("an address", f"{PROSE}\n\nSee www.borsetshire.police.uk.", FORCE),
    (
        "the office that signs, or that the title names",
        f"Chief Constable’s response\n\nBorsetshire is safe. {PROSE}",
        FORCE,
    ),
    ("the office that speaks", f"In Borsetshire my office funds advisers. {PROSE}", f"{PCC}"),
    (
        "it answers what is asked of this kind of body alone",
        f"In Borsetshire\n\nResponse to recommendation 6\n\n{PROSE}",
        PCC,
    ),
    ("the office that speaks", f"As Commissioner, I watch calls in Borsetshire. {PROSE}", PCC),
    ("the office that speaks", f"The OPCC has trained all in Borsetshire. {PROSE}", PCC),
    ("the office that speaks", f"As Chief Constable, I watch calls in Borsetshire. {PROSE}", FORCE),
    ("the office that speaks", f"My officers know all of Borsetshire. {PROSE}", FORCE),
    ("it speaks as", f"{PROSE}\n\nI answer in my role as {PCC}.", PCC),
    (
        "its statement",
        f"{PROSE}\n\n{PCC} has today issued a statement.\n\nStaff train.\n\nThey meet.\n\nThey talk.",
        PCC,
    ),
    (
        "the letterhead at its top",
        f"Felpersham Commissioner\n\n3 May 2021\n\n{PROSE}",
        "Felpersham Police and Crime Commissioner",
    ),
    # Who is spoken about does not win
    ("the letterhead at its top", f"{FORCE}\n\nWe learnt from {OTHER}. {OTHER} is good. {PROSE}", FORCE),
    ("the title", f"Response from {PCC}\n\n{FORCE} has trained all. {FORCE} is good. {PROSE}", PCC),
    ("the signature", f"We met {OTHER}. {PROSE}\n\nYours sincerely\n\nJo Example\n{PCC}", PCC),
    # ... nor who receives, nor the report's authors, nor a national body in prose
    (
        "the letterhead at its top",
        f"{FORCE}\n\nThe Home Secretary\nHome Office\n2 Marsham Street\n\nDear Home Secretary\n\n{PROSE}",
        FORCE,
    ),
    ("the letterhead at its top", f"{FORCE}\n\nTo: The Police and Crime Commissioner for Loamshire\n\n{PROSE}", FORCE),
    ("the title", f"Response from {FORCE}\n\nCollege of Policing\n\n{PROSE}", FORCE),
    ("", f"{PROSE} We wrote to the NPCC. The NPCC answered.", "?"),
    ("the title", f"NPCC response\n\n{PROSE}", "National Police Chiefs' Council"),
    ("the signature", f"{PROSE}\n\nYours sincerely\n\nJo Example\nHome Office", "Home Office"),
    ("the letterhead", f"Copied to {OTHER}\n\n{FORCE}\n\n{PROSE}", FORCE),
    # "Borsetshire Police and Crime Commissioner" is no police force, and a plan is nobody
    ("the letterhead at its top", f"Borsetshire Police and Crime Commissioner\n\n{PROSE}", PCC),
    ("the letterhead at its top", f"Office of the {PCC}\n\n{PROSE}", PCC),
    ("the letterhead at its top", f"Borsetshire OPCC\n\n{PROSE}", PCC),
    ("the letterhead at its top", f"Borsetshire Constabulary\n\n{PROSE}", FORCE),
    ("the letterhead at its top", f"Heddlu Aberwen\n\n{PROSE}", "Aberwen Police"),
    ("the letterhead at its top", f"Loamshire PFCC\n\n{PROSE}", "Police, Fire and Crime Commissioner for Loamshire"),
    ("it names no other area", f"{FORCE} and Crime Plan\n\n{PROSE}", f"{FORCE}?"),
    # On the day of the letter
    (
        "the letterhead at its top",
        f"Felpersham Police and Crime Commissioner\n\n3 May 2021\n\n{PROSE}",
        "Felpersham Police and Crime Commissioner",
    ),
    (
        "the letterhead at its top",
        f"Felpersham Police and Crime Commissioner\n\n3 June 2024\n\n{PROSE}",
        "Mayor of Felpersham",
    ),
    # A joint answer is from who oversees the force
    ("it answers jointly with its force", f"Joint response of {FORCE} and the {PCC}\n\n{PROSE}", PCC),
]
HINTS = [
    ("the e-mail is from", ("e-mail from", "Jo Example <jo@borsetshire.police.uk>"), FORCE),
    ("the page’s title", ("page title", f"Stalking | {FORCE}"), FORCE),
    ("the file’s name", ("file name", "Borsetshire_Police-response.pdf"), FORCE),
    ("the folder", ("folder", FORCE), FORCE),
    ("the e-mail’s subject", ("e-mail subject", f"Reply of {FORCE}"), FORCE),
    ("the document’s author", ("author", FORCE), FORCE),
]
RECEIVERS = [
    ("envelope.receiver", "To: HMICFRS\n\nWe train.", "HMICFRS"),
    ("envelope.receiver", "For the attention of: Jo Example\n\nWe train.", "Jo Example"),
    ("envelope.receiver", "To HM Chief Inspector of Constabulary\n\nWe train.", "HM Chief Inspector of Constabulary"),
    ("envelope.receiver", "Dear Home Secretary\n\nWe train.", "Home Secretary"),
    ("envelope.receiver", "Annwyl Syr\n\nWe train.", "Syr"),
    (
        "envelope.receiver",
        "Sir Jo Example\nHM Chief Inspector of Constabulary\nHMICFRS\n2 Marsham Street\nLondon\n\nDear Sir Jo\n\nWe train.",
        "Sir Jo Example, HM Chief Inspector of Constabulary, HMICFRS",
    ),
    ("envelope.receiver", "Our ref: 7\nHMICFRS\n\nDear colleague\n\nWe train.", "HMICFRS"),
    ("envelope.receiver", "Sent to superreply@hmicfrs.gov.uk.", "HMICFRS (superreply@hmicfrs.gov.uk)"),
    ("envelope.receiver", "We train.", ""),
]
SIGNATURES = [
    (
        "envelope.signature",
        f"{PROSE}\n\nDeputy Chief Constable",
        "Deputy Chief Constable",
    ),
    (
        "envelope.signature",
        "We train.\n\nYours sincerely\n\nJo Example\nChief Constable",
        "Jo Example, Chief Constable",
    ),
    (
        "envelope.signature",
        "We train.\n\nYours sincerely\n\nDr Jo Example QPM\nChief Constable",
        "Dr Jo Example QPM, Chief Constable",
    ),
    (
        "envelope.signature",
        "We train.\n\nYours sincerely\n\npp Jo Example, Chief Constable",
        "Jo Example, Chief Constable",
    ),
    ("envelope.signature", "We train.\n\nYours sincerely\n\nBorsetshire Police", ""),
    (
        "envelope.signature",
        "We train.\n\nYours sincerely\n\nJo Example\nDeputy Commissioner\nTelephone 01632 960001",
        "Jo Example, Deputy Commissioner",
    ),
    (
        "envelope.signature",
        "We train staff.\n\nJo Example\nPolice and Crime Commissioner",
        "Jo Example, Police and Crime Commissioner",
    ),
    ("envelope.signature", "We train staff.\n\nSupt Jo Example", "Supt Jo Example"),
    ("envelope.signature", "We train staff.\n\nSouth Felpersham", ""),
    (
        "envelope.signature",
        "We train staff.\n\nT/Detective Superintendent Jo Example",
        "T/Detective Superintendent Jo Example",
    ),
    ("envelope.signature", "We train.\n\nKind regards\n\nThe Rt Hon Jo Example MP", "The Rt Hon Jo Example MP"),
    ("envelope.signature", "From: Jo Example, Chief Constable\n\nWe train staff.", "Jo Example, Chief Constable"),
    (
        "envelope.signature",
        "We train.\n\nYours sincerely\n\nJo Example\nPolice and Crime Commissioner\n\nDear Commissioner\n\nWe train, too.\n\nYours sincerely\n\nPat Other\nChief Constable",
        "Jo Example, Police and Crime Commissioner",
    ),
]
AGREED = [
    ("envelope.agreed", "Agreed by: Deputy Chief Constable Example", "Deputy Chief Constable Example"),
    ("envelope.agreed", "This was approved by Jo Example, Chair.", "Jo Example, Chair"),
    ("envelope.agreed", "Signed off by: ACC Example", "ACC Example"),
    ("envelope.agreed", "Signed off and agreed by: ACC Example", "ACC Example"),
    ("envelope.agreed", "Cleared and authorised by: ACC Example", "ACC Example"),
    ("envelope.agreed", "It was agreed by all.", ""),
]
REPORTS = [
    ("report.title", "Left waiting? Our response", "left-waiting"),
    (
        "report.title",
        "Our response to the report on the Lantern Trust's super-complaint on calls about stalking: Left waiting",
        "left-waiting",
    ),
    ("report.complainant", "Our response to the super-complaint of the Lantern Trust", "left-waiting"),
    ("report.complainant", "Kerb wrote to us.", "the-long-road"),
    ("report.title", "Our response", ""),
    ("report.title", "Left waiting? and The long road", ""),
]
OVERSEER = f"{PCC}\n\n3 May 2021\n\n"
SPEAKS_FOR = [
    ("speaks_for", f"{FORCE}\n\n{PROSE}", [FORCE]),
    ("speaks_for", f"{OVERSEER}Recommendation 6\n\nWe train.", [PCC]),
    ("speaks_for", f"{OVERSEER}Recommendation 4\n\nWe train.", [PCC, FORCE]),
    ("speaks_for", f"{OVERSEER}Recommendation 5\n\nForce response:\n\nWe train.", [PCC, FORCE]),
    ("speaks_for", f"{OVERSEER}The Chief Constable and I have met. {PROSE}", [PCC, FORCE]),
    ("speaks_for", f"{OVERSEER}This is my response including that of the Constabulary.", [PCC, FORCE]),
    ("speaks_for", f"NPCC response\n\n{PROSE}", ["National Police Chiefs' Council"]),
    (
        "speaks_for",
        f"NPCC response\n\nI write on behalf of all chief constables. {PROSE}",
        [
            "National Police Chiefs' Council",
            FORCE,
            "Felpersham Constabulary",
            "Loamshire Constabulary",
            "Aberwen Police",
        ],
    ),
    (
        "speaks_for",
        f"APCC response\n\n3 May 2021\n\nThis is for all PCCs. {PROSE}",
        [
            "Association of Police and Crime Commissioners",
            PCC,
            "Felpersham Police and Crime Commissioner",
            "Police, Fire and Crime Commissioner for Loamshire",
            "Police and Crime Commissioner for Aberwen",
        ],
    ),
]
