"""A sentence of an answer -> what it suggests; "" where it looks alike and suggests nothing."""

POSITIONS = [
    ("position.not_accepted", "We do not accept this.", "not_accepted"),
    ("position.not_accepted", "The force doesn't agree with this.", "not_accepted"),
    ("position.not_accepted", "We did not fully accept it.", "not_accepted"),
    ("position.not_accepted", "The force is not able to accept it.", "not_accepted"),
    ("position.not_accepted", "We cannot agree.", "not_accepted"),
    ("position.not_accepted", "We are unable to accept it.", "not_accepted"),
    ("position.not_accepted", "The force rejects the recommendation.", "not_accepted"),
    ("position.not_accepted", "Not accepted", "not_accepted"),
    ("position.accepted_in_part", "Partially accepted", "accepted_in_part"),
    ("position.accepted_in_part", "We partly agree.", "accepted_in_part"),
    ("position.accepted_in_part", "Accepted in part", "accepted_in_part"),
    ("position.accepted_in_part", "We accept this recommendation in principle.", "accepted_in_part"),
    ("position.accepted", "Accepted", "accepted"),
    ("position.accepted", "Fully accepted.", "accepted"),
    ("position.accepted", "Agreed", "accepted"),
    ("position.accepted", "The force accepts this recommendation.", "accepted"),
    ("position.accepted", "The force agreed this action.", "accepted"),
    ("position.accepted", "This recommendation has been accepted.", "accepted"),
    ("position.accepted", "Both recommendations are fully accepted.", "accepted"),
    ("position.accepted", "The force supports this recommendation.", "accepted"),
    ("position.accepted", "We accept it.", "accepted"),
    ("position.accepted", "Action to implement this recommendation began.", "accepted"),
    ("position.stated", "Accepted\n\nWe do not accept this.", "accepted"),
    ("position.stated", "Status: Not accepted.\nWe accept the aim.", "not_accepted"),
    ("position.stated", "Both are accepted in principle.\n\nWe accept the aim.", "accepted_in_part"),
    ("position.stated", "Partly accepted\n\nWe accept the aim.", "accepted_in_part"),
    ("position.stated", "Rejected\n\nWe accept the aim.", "not_accepted"),
    ("position.accepted", "We note the report.", ""),
    ("position.accepted", "We welcome the report.", ""),
    ("position.accepted", "The bank accepts cheques.", ""),
    ("position.accepted", "It is an accepted view.", ""),
]
PROGRESS = [
    *(
        ("progress.complete", said, "complete")
        for said in (
            "Complete",
            "Closed",
            "Implemented.",
            "Discharged",
            "The action is complete.",
            "This has been met.",
            "The recommendation was closed.",
            "The policy is fully implemented.",
            "We are already compliant.",
            "It is already in place.",
            "Action complete: all are trained.",
        )
    ),
    *(
        ("progress.in_progress", said, "in_progress")
        for said in (
            "In progress",
            "Ongoing",
            "On track",
            "Amber",
            "Training is under way.",
            "Training is underway.",
            "It is in progress with all.",
            "A policy is being written.",
            "We have begun.",
            "The force has introduced a policy.",
            "We are working closely with others.",
            "We are planning to train all.",
            "The policy has been updated.",
            "The force has reviewed it.",
        )
    ),
    *(
        ("progress.not_started", said, "not_started")
        for said in (
            "Not started",
            "Not yet started",
            "Red",
            "Work has not yet begun.",
            "Action has not been started.",
            "The force will review it.",
            "We will develop a policy.",
        )
    ),
    *(
        ("progress.awaiting_others", said, "awaiting_others")
        for said in ("We await guidance.", "We have begun, pending national guidance.")
    ),
    *(
        ("progress.stated", said, found)
        for said, found in (
            ("Status: Complete\n\nWork has not started.", "complete"),
            ("Status: Complete. Work has not started.", "complete"),
            ("Complete (Green)\n\nWe await guidance.", "complete"),
            ("- Closed\n- Work is under way.", "complete"),
            ("It is implemented.\n\nWe will review it.", "complete"),
            ("On track\n\nWe will review it.", "in_progress"),
            ("Ongoing\n\nWe will review it.", "in_progress"),
            ("RAG: Amber\n\nWe will review it.", "in_progress"),
            ("Status: Not started\n\nThe policy has been updated.", "not_started"),
            ("The policy has been updated.\n\nStatus: Not started", "not_started"),
            ("RAG: Red\n\nTraining is under way.", "in_progress"),  # late, or not begun?
            ("Status: In progress\n\nWe await guidance.", "awaiting_others"),
        )
    ),
    *(
        ("progress", said, "")
        for said in (
            "Staff know.",
            "The complete list is long.",
            "The door is closed.",
            "The red line.",
            "We will.",
            "The working day is long.",
        )
    ),
]
# What stands beside what the letter calls its answer -> the words that contradict it
CONTRADICTIONS = [
    ("stated.contradicted", "Status: Complete\n\nAll is well. Work has not started.", "Work has not started."),
    ("stated.contradicted", "Complete. Training has not yet begun.", "Training has not yet begun."),
    ("stated.contradicted", "Complete\n\nThe policy is not yet in place.", "The policy is not yet in place."),
    ("stated.contradicted", "Complete\n\nWork is ongoing.", "Work is ongoing."),
    ("stated.contradicted", "Complete\n\nWe await national guidance.", "We await national guidance."),
    ("stated.contradicted", "In progress\n\nNo work has been done.", "No work has been done."),
    ("stated.contradicted", "In progress\n\nAll actions are complete.", "All actions are complete."),
    ("stated.contradicted", "Not started\n\nTraining is under way.", "Training is under way."),
    ("stated.contradicted", "Accepted\n\nWe cannot accept it.", "We cannot accept it."),
    ("stated.contradicted", "Agreed\n\nWe partly accept it.", "We partly accept it."),
    ("stated.contradicted", "Not accepted\n\nWe accept this recommendation.", "We accept this recommendation."),
    ("stated.contradicted", "Complete\n\nThe policy has been updated. We will review it in May.", ""),
    ("stated.contradicted", "In progress\n\nWe await national guidance.", ""),
    ("stated.contradicted", "Accepted in part\n\nWe accept the aim.", ""),
    ("stated.contradicted", "The action is complete. Work has not started.", ""),  # nothing that is called so
]
AWAITING = [
    ("awaiting", "We await the guidance of the NPCC before we act.", "the guidance of the NPCC"),
    ("awaiting", "The force is awaiting national guidance.", "national guidance"),
    ("awaiting", "We are waiting for the College, and train.", "the College"),
    ("awaiting", "Once the new guidance is published we will act.", "the new guidance"),
    ("awaiting", "Once national standards have been agreed we will act.", "national standards"),
    ("awaiting", "This depends on the outcome of the review.", "the outcome of the review"),
    ("awaiting", "It is subject to a decision of the board.", "a decision of the board"),
    ("awaiting", "We act pending guidance.", "guidance"),
    ("awaiting", "Callers wait for an hour.", "an hour"),
    ("awaiting", "Once a month we meet.", ""),
    ("awaiting", "It depends on the weather.", ""),
]
# In a letter of 4 March 2021
PROMISES = [
    ("promises", "We will train all by 30 April 2021.", "2021-04-30"),
    ("promises", "We will train all by April 2021.", "2021-04"),
    ("promises", "We will train all by the end of April 2021.", "2021-04-30"),
    ("promises", "We will train all in early May 2021.", "2021-05"),
    ("promises", "We will train all by May.", "2021-05"),
    ("promises", "We will train all by the end of May.", "2021-05-31"),
    ("promises", "We aim to meet in June 2021.", "2021-06"),
    ("promises", "It is due on 3 June 2021.", "2021-06-03"),
    ("promises", "It is planned from June 2021.", "2021-06"),
    ("promises", "We will train all by January.", ""),  # of which year?
    ("promises", "We trained all in April 2020.", ""),
    ("promises", "We will train all.", ""),
    ("promises", "The 30 April 2021 event will be large.", ""),
    ("promises", "We began in February 2021 and will go on.", ""),
]
