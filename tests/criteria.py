"""The performance criteria of the two standards, in short words of our own; tests name them by these ids."""

IMPROVING: dict[str, str] = {
    "CPC424-P1": "explain to partners, provider and relevant colleagues why performance must improve",
    "CPC424-P2": "act at once on danger, harm, abuse, or a person's rights",
    "CPC424-P3": "find, with all parties, the reasons why requirements are not met",
    "CPC424-P4": "discuss in detail the areas of most concern, to learn and improve",
    "CPC424-P5": "list possible options for resolving the concern",
    "CPC424-P6": "agree with all parties the preferred option",
    "CPC424-P7": "agree performance measures that track progress against outcomes",
    "CPC424-P8": "keep clear records of agreements and discussions (identifying improvement)",
    "CPC424-P9": "agree an action plan: actions and timescales for provider, own organisation and partners",
    "CPC424-P10": "agree how progress is monitored: intervals, and criteria to evaluate against",
    "CPC424-P11": "keep clear records of agreements and discussions (implementing improvement)",
    "CPC424-P12": "monitor performance at the agreed intervals",
    "CPC424-P13": "evaluate progress towards requirements and outcomes from the monitoring information",
    "CPC424-P14": "share the evaluation promptly with all parties",
    "CPC424-P15": "revise the action plan in the light of evaluation and feedback",
    "CPC424-P16": "reflect on the process; recommend further action",
}
"""CPC424, improve contract performance: each of them is proven, or the whole run of the tests fails."""

MONITORING: dict[str, str] = {
    "CPC305-P1": "involve individuals, key people, stakeholders and colleagues in planning the monitoring",
    "CPC305-P2": "set criteria: accessible, efficient, sustainable, delivering outcomes",
    "CPC305-P3": "say how performance information is measured and collated",
    "CPC305-P4": "give individuals, key people, others and the provider's workforce the chance to take part",
    "CPC305-P5": "agree a schedule of proactive monitoring",
    "CPC305-P6": "agree how concerns are managed: reactive monitoring and escalating concerns",
    "CPC305-P7": "agree how monitoring information is distributed and used",
    "CPC305-P8": "have accurate past and current information about the contracted service",
    "CPC305-P9": "check the plan against organisational priorities, requirements and guidance",
    "CPC305-P10": "check the plan is realistic and sustainable for resources and contingencies",
    "CPC305-P11": "review progress and priorities; revise the plan",
    "CPC305-P12": "everyone involved understands and agrees purpose and method of an activity",
    "CPC305-P13": "carry out the agreed activities together",
    "CPC305-P14": "cause as little disruption as possible",
    "CPC305-P15": "deal with concerns outside the plan's scope: reactive monitoring, escalating concerns",
    "CPC305-P16": "keep people who use the service informed of progress and timescales",
    "CPC305-P17": "assess performance by the agreed methods, schedule and criteria",
    "CPC305-P18": "record results of monitoring, and any issues or concerns",
    "CPC305-P19": "reports give evidence of performance and its sources",
    "CPC305-P20": "reports state required improvements with timescales",
    "CPC305-P21": "name who is responsible for each required improvement",
    "CPC305-P22": "tell requirements apart from recommendations",
    "CPC305-P23": "complete the plan; record the reason for any part not carried out",
    "CPC305-P24": "give feedback in a way that helps the provider understand and co-operate",
    "CPC305-P25": "find and act promptly on issues that may affect outcomes",
    "CPC305-P26": "work promptly with others on danger, harm, abuse, and individual rights",
    "CPC305-P27": "seek immediate support where it is beyond one's competence",
    "CPC305-P28": "give the provider accurate advice on how to address issues",
    "CPC305-P29": "develop, with the provider, an action plan that answers the report",
    "CPC305-P30": "follow up every action point",
    "CPC305-P31": "explain the provider's right to challenge, and how",
}
"""CPC305, work with providers to monitor and review performance: what is proven of it so far."""

KNOWN: dict[str, str] = {
    "CPC424-K15": "how and when to report what is not right, and to whom",
    "CPC424-K16": "support those who raised concerns",
    "CPC424-K17": "what to do when a report leads to nothing",
}
"""Statements of knowledge that became behaviour."""
