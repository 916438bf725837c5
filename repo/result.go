package repo

import (
	"context"

	"nayan/internal/consult"
	"nayan/internal/fault"
)

// ResultsPage is one page of the 意见反馈 tab. Until the results are released it
// has the consultation and nothing else.
type ResultsPage struct {
	consult.Consultation
	consult.Totals
	Changes Changes `db:"changes"`
	Rows    []consult.ResultRow
	Total   int // lines on all pages
}

// ClauseResultsPage is one page of the same lines by clause. A clause whose
// lines do not end on the page goes on on the next.
type ClauseResultsPage struct {
	consult.Consultation
	consult.Totals
	Changes Changes `db:"changes"`
	Clauses []consult.ClauseResults
	Total   int `db:"lines"` // lines on all pages; one on two clauses counts twice
}

const totalsColumns = `coalesce(t.comments, 0) AS comments, coalesce(t.persons, 0) AS persons, coalesce(t.enterprises, 0) AS enterprises,
coalesce(t.suggestions, 0) AS suggestions, coalesce(t.adopted, 0) AS adopted, coalesce(t.partly_adopted, 0) AS partly_adopted,
coalesce(t.not_adopted, 0) AS not_adopted, coalesce(t.explained, 0) AS explained, coalesce(t.out_of_scope, 0) AS out_of_scope,
coalesce(t.offline, 0) AS offline,
coalesce(t.superseded, 0) AS superseded, coalesce(t.enterprise_suggestions, 0) AS enterprise_suggestions`

const resultsTables = consultationTables + ` LEFT JOIN results_now t ON t.consultation_id = c.id`

// resultColumns withhold name and text of comments that are not public.
const resultColumns = `w.position, CASE WHEN w.shown THEN w.public_name ELSE '' END AS public_name, w.clause_label,
CASE WHEN w.shown THEN w.body ELSE '' END AS body, w.outcome, w.reason,
w.comments, w.persons, w.enterprises`

const sqlResultsHead = `SELECT ` + consultationColumns + `, ` + totalsColumns + `, ` + changeList + ` AS changes FROM ` + resultsTables + `
WHERE c.no = $1 AND c.state = 'released'`

// A page is a range of positions: the last page costs what the first does.
const sqlResultRows = `SELECT ` + resultColumns + ` FROM result_rows w
WHERE w.consultation_id = $1 AND w.position > $2 AND w.position <= $3 ORDER BY w.position`

// ResultsByNo gives a page of a consultation's released results.
// Errors: NotFound (no such public consultation).
func (r *Repo) ResultsByNo(ctx context.Context, no string, number, perPage int) (l ResultsPage, err error) {
	defer fault.Wrap(&err, "repo.ResultsByNo(%q, page %d)", no, number)
	if err := r.get(ctx, &l, sqlResultsHead, no); err != nil {
		return ResultsPage{}, err
	}
	l.Total = l.Suggestions
	p := page{number: number, size: perPage}
	if p.beyond(l.Total) {
		return l, nil
	}
	first := p.before() * p.limit()
	return l, r.list(ctx, &l.Rows, sqlResultRows, l.ID, first, first+p.limit())
}

const sqlClauseResultsHead = `SELECT ` + consultationColumns + `, ` + totalsColumns + `, ` + changeList + ` AS changes,
    (SELECT coalesce(max(k.line), 0) FROM result_row_clauses k WHERE k.consultation_id = c.id) AS lines
FROM ` + resultsTables + ` WHERE c.no = $1 AND c.state = 'released'`

const sqlClauseResultRows = `SELECT k.clause_id, coalesce(x.label || ` + versionSuffix + `, '') AS label, coalesce(x.heading, '') AS heading, ` + resultColumns + `
FROM result_row_clauses k
JOIN result_rows w ON w.consultation_id = k.consultation_id AND w.position = k.position
JOIN consultations q ON q.id = k.consultation_id
LEFT JOIN clauses x ON x.consultation_id = k.consultation_id AND x.id = k.clause_id
WHERE k.consultation_id = $1 AND k.line > $2 AND k.line <= $3 ORDER BY k.line`

type clauseResultRow struct {
	ClauseID int64  `db:"clause_id"`
	Label    string `db:"label"`
	Heading  string `db:"heading"`
	consult.ResultRow
}

// ResultsByClause gives a page of a consultation's released results by clause,
// the whole draft first. Errors: NotFound (no such public consultation).
func (r *Repo) ResultsByClause(ctx context.Context, no string, number, perPage int) (l ClauseResultsPage, err error) {
	defer fault.Wrap(&err, "repo.ResultsByClause(%q, page %d)", no, number)
	if err := r.get(ctx, &l, sqlClauseResultsHead, no); err != nil {
		return ClauseResultsPage{}, err
	}
	p := page{number: number, size: perPage}
	if p.beyond(l.Total) {
		return l, nil
	}
	var rows []clauseResultRow
	first := p.before() * p.limit()
	err = r.list(ctx, &rows, sqlClauseResultRows, l.ID, first, first+p.limit())
	l.Clauses = groupClauses(rows)
	return l, err
}

func groupClauses(rows []clauseResultRow) []consult.ClauseResults {
	var list []consult.ClauseResults
	for _, row := range rows {
		if len(list) == 0 || list[len(list)-1].ClauseID != row.ClauseID {
			list = append(list, consult.ClauseResults{ClauseID: row.ClauseID, Label: row.Label, Heading: row.Heading})
		}
		c := &list[len(list)-1]
		c.Rows = append(c.Rows, row.ResultRow)
	}
	return list
}
