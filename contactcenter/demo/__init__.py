"""The demo's data: invented people and providers, and thirteen months of believable contacts.

Everything is drawn from one seed and dated back from today, so two demos of one day are alike. On top of every
app, since it fills them all; nothing imports it but its command.
"""
