-- The views of audit.duckdb. docs/audit-outputs.md documents them.

CREATE VIEW balance AS
WITH totals AS (
    SELECT agency, year, path,
           max(value) FILTER (name = 'applications.received.total') AS received,
           max(value) FILTER (name = 'applications.carried_in.total') AS carried_in,
           max(value) FILTER (name = 'applications.total.total') AS results,
           max(value) FILTER (name = 'applications.carried_out.total') AS carried_out
    FROM figures
    WHERE "table" = 'applications'
    GROUP BY agency, year, path
)
SELECT agency, year, received, carried_in, results, carried_out,
       received + carried_in - results - carried_out AS difference,
       received + carried_in = results + carried_out AS balanced,
       path
FROM totals
ORDER BY agency, year, path;
COMMENT ON VIEW balance IS
    'received + carried_in = results + carried_out for each report; null where a figure could not be read';

CREATE VIEW findings_by_rule AS
SELECT findings.code, any_value(rules.title) AS title,
       count(*) FILTER (findings.severity = 'error') AS error,
       count(*) FILTER (findings.severity = 'warning') AS warning,
       count(*) FILTER (findings.severity = 'note') AS note,
       count(*) AS findings,
       count(DISTINCT findings.path) FILTER (findings.path <> '') AS reports,
       count(DISTINCT findings.agency) FILTER (findings.agency <> '') AS agencies
FROM findings LEFT JOIN rules ON rules.code = findings.code
GROUP BY findings.code
ORDER BY findings DESC, findings.code;
COMMENT ON VIEW findings_by_rule IS 'how often each rule found something, and in how many reports';

CREATE VIEW findings_by_agency AS
WITH own AS (
    SELECT agency,
           count(*) FILTER (severity = 'error') AS error,
           count(*) FILTER (severity = 'warning') AS warning,
           count(*) FILTER (severity = 'note') AS note
    FROM findings GROUP BY agency
), sent AS (
    SELECT agency, count(*) FILTER (state <> 'skipped') AS reports,
           count(*) FILTER (state = 'ok') AS readable
    FROM reports GROUP BY agency
), gone AS (
    SELECT agency, count(*) AS missing FROM missing GROUP BY agency
), every AS (
    SELECT agency FROM agencies UNION SELECT agency FROM own UNION SELECT agency FROM sent UNION SELECT agency FROM gone
)
SELECT every.agency, agencies.agency_kind, agencies.agency_level, agencies.parent,
       coalesce(sent.reports, 0) AS reports, coalesce(sent.readable, 0) AS readable,
       coalesce(own.error, 0) AS error, coalesce(own.warning, 0) AS warning, coalesce(own.note, 0) AS note,
       coalesce(gone.missing, 0) AS missing
FROM every
LEFT JOIN agencies USING (agency) LEFT JOIN own USING (agency)
LEFT JOIN sent USING (agency) LEFT JOIN gone USING (agency)
ORDER BY error DESC, warning DESC, every.agency;
COMMENT ON VIEW findings_by_agency IS 'findings, submissions and missing reports of each agency; agency '''' is unmatched';

CREATE VIEW missing_submissions AS
SELECT missing.agency, agencies.agency_kind, agencies.agency_level, agencies.parent, missing.year, missing.due
FROM missing LEFT JOIN agencies USING (agency)
ORDER BY missing.year, missing.agency;
COMMENT ON VIEW missing_submissions IS 'reports that were due and not submitted';
