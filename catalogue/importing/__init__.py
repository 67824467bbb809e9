"""The import of the national service register: read files → records → plan → (preview or) apply.

`read` knows files and pages, `v11` the register's shapes, `records` our own, `plan` what would change,
`apply` writes it, `runs` ties them together and leaves the run record.
"""
