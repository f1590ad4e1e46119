"""Contributed files: read, understood, checked and turned into rows of the case base. Nothing here writes anything.

The way of a file, each step a pure function of the one before::

    upload = reading.read_upload(content, name, mapping=None)       # bytes -> Upload; never raises for any bytes
    view = lake_view.view_lake(lake)                                # what is there already
    report = checks.check_upload(upload, view, decisions=None)      # -> Report: findings, duplicates, each row's status
    decisions = report.Decisions(report.proposals(), choices)       # what a person accepts; check again after each
    ready = rows.to_rows(report, contributor, taken_ids)            # -> ReadyRows: sources, clusters, evidence
    content = annotated.annotate(report)                            # the person's own file with line, status, messages

``Upload.mapping`` is what each heading was taken for, ``Upload.header_key`` the key to remember it under; what a person
changes in it goes into ``read_upload`` again. ``Report.count`` gives ok, waiting and skipped rows, always
``Report.rows`` together; ``Report.groups`` are the findings by kind, ``Report.findings()`` spells out every one.
``Choice`` says of a row that may be a duplicate whether it is the same cluster, a new one, or to be left out.

What stands where: limits.py how large a file may be; decoding.py, csv_text.py, workbook.py, decimals.py, reading.py
from bytes to cells; mapping.py headings; keys.py words as keys; values.py, degrees.py what a cell was meant to say;
columns.py, statements.py, sources.py, cluster_rows.py, deciding.py what the rows say; stacks.py, judging.py the rules
of the build held against them; places.py points; duplicates.py; checks.py, findings.py, report.py the report;
accepting.py decisions taken wholesale; ids.py, rows.py rows of the case base; template.py, annotated.py files for
people; commands.py the command line. What columns there are, what people call them and what is said of faults is in
the codebook (codebook/uploads.py).
"""
