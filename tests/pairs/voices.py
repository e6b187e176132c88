"""A few paragraphs -> whose words each is, seen from the sender; headings and labels are left out."""

ASKED = "I have asked the Chief Constable for his comments. His response is below."
WE = "We have a new policy."
HANDING_OVER = [
    ("voices.hands_over", f"{ASKED}\n\n{WE}", ["sender: I have asked", "force: We have a"]),
    *(
        ("voices.hands_over", f"{says}\n\n{WE}", [f"sender: {' '.join(says.split()[:3])}", "force: We have a"])
        for says in (
            "The Chief Constable’s response is as follows.",
            "The Chief Constable’s response to me in full:",
            "The force has sent me an update:",
            "The Chief Constable told me:",
            "The force reported what follows below.",
            "The response of the Chief Constable is set out in full overleaf.",
            "The following is from the Chief Constable.",
            "The force responds as follows.",
            "I asked the Chief Constable. He replied as follows.",
            "I asked the force for its comments. They were as follows:",
            "I met the Chief Constable. She explained it below.",
            "I wrote to the Chief Constable. His officers replied in May, as follows.",
            "I wrote to the force. They have provided the following:",
            "I wrote to the force. Its answer came. These are set out below.",
            "Borsetshire Police has provided the following response:",
            "Borsetshire Constabulary’s update is below.",
            "I asked the Chief Constable and am grateful for the reply below, which I give in full.",
        )
    ),
    (
        "voices.hands_over",
        f"The Commissioner’s response is below.\n\n{WE}",
        ["sender: The Commissioner’s response", "local_policing_body: We have a"],
    ),
    (
        "voices.hands_over",
        "The force told me:\n\n- We have a policy.\n- We train.\n\nIt is good.",
        ["sender: The force told", "force: We have a", "force: We train.", "sender: It is good."],
    ),
    (
        "voices.hands_over",
        "The force told me:\n\n“We have a policy.”\n\nIt is good.",
        ["sender: The force told", "force: “We have a", "sender: It is good."],
    ),
    (
        "voices.hands_over",
        "The force told me: “We have a policy.”\n\nIt is good.",
        ["sender: The force told", "force: “We have a", "sender: It is good."],
    ),
    (
        "voices.hands_over",
        "The force’s response is below.\n\n| District | Staff |\n| --- | --- |\n| North | All |\n\nIt is good.",
        [
            "sender: The force’s response",
            "force: District",
            "force: Staff",
            "force: North",
            "force: All",
            "sender: It is good.",
        ],
    ),
    (
        "voices.hands_over",
        f"The response to recommendation 1 was provided to me by the Chief Constable.\n\nRecommendation 1\n\n{WE}\n\n"
        "Recommendation 6\n\nI wrote.",
        ["sender: The response to", "force: We have a", "sender: I wrote."],
    ),
    (
        "voices.hands_over",
        f"The force sent its return and said that my comments would come. They are as follows.\n\n{WE}",
        ["sender: The force sent", "sender: We have a"],
    ),
    (
        "voices.quotes",
        f"The force told me:\n\n“We thank you.\n\nRecommendation 1\n\nI will hold a meeting.\n\n{WE}”\n\nIt is good.",
        [
            "sender: The force told",
            "force: “We thank you.",
            "force: I will hold",
            "force: We have a",
            "sender: It is good.",
        ],
    ),
    (
        "voices.quotes",
        f"The force told me:\n\n“Recommendation 1\n\n{WE}”\n\nRecommendation 6\n\nI wrote.",
        ["sender: The force told", "force: We have a", "sender: I wrote."],
    ),
    (
        "voices.quotes",
        "“Borsetshire Police has a policy,” he told a paper.\n\nI wrote.",
        ["sender: “Borsetshire Police has", "sender: I wrote."],
    ),
    (
        "voices.hands_over",
        f"The NPCC replied as follows:\n\n{WE}",
        ["sender: The NPCC replied", "sender: We have a"],
    ),
    (
        "voices.passes_on",
        f"I wrote.\n\nKind regards\n\nJo\n\nAnnex A\nBorsetshire Police in May 2021\n\n{WE}",
        ["sender: I wrote.", "sender: Jo", "force: Annex A Borsetshire", "force: We have a"],
    ),
    (
        "voices.passes_on",
        f"I wrote.\n\nKind regards\n\nJo\n\nFrom: A Name, Borsetshire Police\n\n{WE}",
        ["sender: I wrote.", "sender: Jo", "force: From: A Name,", "force: We have a"],
    ),
    (
        "voices.quotes",
        "“Borsetshire Police has a new policy.”\n\nIt is good.",
        ["force: “Borsetshire Police has", "sender: It is good."],
    ),
    (
        "voices.hands_over",
        f"The force has told me of its policy.\n\n{WE}",
        ["sender: The force has", "sender: We have a"],
    ),
    (
        "voices.hands_over",
        f"The following is our reply, which was seen by the Commissioner.\n\n{WE}",
        ["sender: The following is", "sender: We have a"],
    ),
    (
        "voices.hands_over",
        f"My response and that of the force are below.\n\n{WE}",
        ["sender: My response and", "sender: We have a"],
    ),
    (
        "voices.hands_over",
        f"His response on recommendation 1 is below.\n\nRecommendation 1\n\n{WE}\n\nRecommendation 6\n\nI wrote.",
        ["sender: His response on", "force: We have a", "sender: I wrote."],
    ),
]
TAKING_BACK = [
    *(
        (
            "voices.takes_back",
            f"{ASKED}\n\n{WE}\n\n{says}",
            ["sender: I have asked", "force: We have a", f"sender: {' '.join(says.split()[:3])}"],
        )
        for says in (
            "I thank the Chief Constable for this.",
            "I am grateful to the force.",
            "I am reassured by the chief’s answer.",
            "I am satisfied with what the force does.",
            "I am content with the answers of the force.",
            "I would like to thank the police.",
            "I will challenge the force on this.",
            "As Commissioner, I watch this.",
            "My own response is short.",
            "For my part, all is well.",
            "Turning to matters which are mine, all is well.",
            "I will hold him to account.",
            "My office funds advisers.",
            "I raise this in my regular meetings with the Chief.",
            "I will monitor progress.",
            "Recommendation 6 is one of the recommendations for PCCs.",
        )
    ),
    (
        "voices.takes_back",
        f"{ASKED}\n\n{WE}\n\nI train staff.",
        ["sender: I have asked", "force: We have a", "force: I train staff."],
    ),
]
LABELS = [
    (
        "voices.labels",
        f"Force response:\n\n{WE}\n\nPCC comments:\n\nI watch this.",
        ["force: We have a", "local_policing_body: I watch this."],
    ),
    (
        "voices.labels",
        f"Recommendation 4\n\nForce response:\n\n{WE}\n\nRecommendation 6\n\nI wrote.",
        ["force: We have a", "sender: I wrote."],
    ),
    (
        "voices.labels",
        f"Recommendation 1 (Borsetshire Police)\n\n{WE}\n\nRecommendation 5 (joint)\n\nStaff met.\n\n"
        "Recommendation 6 (PCCs)\n\nI wrote.",
        ["force: We have a", "joint: Staff met.", "sender: I wrote."],
    ),
    (
        "voices.labels",
        "Recommendation 1. The Chief Constable says: Calls stay open.",
        ["force: Calls stay open."],
    ),
    (
        "voices.labels",
        "Recommendation 5\n\nThe force trains. The Commissioner says: I watch this.",
        ["sender: The force trains.", "local_policing_body: I watch this."],
    ),
    ("voices.labels", f"My response:\n\nI wrote.\n\nHis response:\n\n{WE}", ["sender: I wrote.", "other: We have a"]),
    (
        "voices.labels",
        f"Recommendation 4\n\nThe Force says: “{WE}”\n\nIt is good.",
        ["force: “We have a", "sender: It is good."],
    ),
    (
        "voices.labels",
        "Response from the force to recommendation 4\n\nStaff are trained.\n\nYours sincerely\n\nIt is good.",
        ["force: Staff are trained.", "sender: It is good."],
    ),
    (
        "voices.joint",
        "Joint response of the Chief Constable and the PCC\n\nCalls stay open.",
        ["joint: Joint response of", "joint: Calls stay open."],
    ),
    ("voices.joint", "This is a joint response.\n\nCalls stay open.", ["joint: This is a", "joint: Calls stay open."]),
    (
        "voices.joint",
        "We await the joint response of others.\n\nCalls stay open.",
        ["sender: We await the", "sender: Calls stay open."],
    ),
    (
        "voices.jointly",
        "Both the force and my office train staff.\n\nI wrote.",
        ["joint: Both the force", "sender: I wrote."],
    ),
    (
        "voices.jointly",
        "The Chief Constable and I met.\n\nI wrote.",
        ["joint: The Chief Constable", "sender: I wrote."],
    ),
    ("voices.jointly", "My office and the force met.\n\nI wrote.", ["joint: My office and", "sender: I wrote."]),
    (
        "voices.jointly",
        "Borsetshire Police and my office met.\n\nI wrote.",
        ["joint: Borsetshire Police and", "sender: I wrote."],
    ),
    (
        "voices.jointly",
        "My office and the force’s advisers met.\n\nI wrote.",
        ["sender: My office and", "sender: I wrote."],
    ),
    ("voices.jointly", "Jointly, we met.\n\nI wrote.", ["joint: Jointly, we met.", "sender: I wrote."]),
    (
        "voices.jointly",
        "Both my office and the force train staff.\n\nI wrote.",
        ["joint: Both my office", "sender: I wrote."],
    ),
    (
        "voices.hands_over",
        "My comments and the Chief Constable’s response are below.\n\nWe have a new policy.",
        ["sender: My comments and", "sender: We have a"],
    ),
]
