package repo

import (
	"context"
	"time"

	"nayan/internal/consult"
	"nayan/internal/fault"
)

// ResultsHead is what every page of released results begins with. Until something
// is released it has the consultation and nothing else.
type ResultsHead struct {
	consult.Consultation
	consult.Totals
	Changes    Changes    `db:"changes"`
	Milestones Milestones `db:"milestones"`
	Batches    int        `db:"batches"`   // released so far
	LeftOpen   int        `db:"left_open"` // suggestions that a further batch will answer
	Corrected  int        `db:"corrected"` // released answers that were corrected since, each time counted
	BatchAt    *time.Time `db:"batch_at"`  // when the last batch became public
	Consulted  int64      `db:"consulted"` // the version that people commented on
	Final      int64      `db:"final"`     // the text as it was adopted; 0: there is none yet
}

// ResultsPage is one page of the 意见反馈 tab.
type ResultsPage struct {
	ResultsHead
	Places Places              `db:"places"` // the clauses that lines are on
	Rows   []consult.ResultRow `db:"-"`
	Total  int                 `db:"-"` // lines on all pages that the filter leaves

	Corrections []consult.Correction `db:"-"` // of these lines, and the latest; the latest first
}

// ClauseResultsPage is one page of the same lines by clause. A clause whose
// lines do not end on the page goes on on the next.
type ClauseResultsPage struct {
	ResultsHead
	Clauses []consult.ClauseResults `db:"-"`
	Total   int                     `db:"lines"` // lines on all pages; one on two clauses counts twice

	Corrections []consult.Correction `db:"-"` // of these lines, and the latest; the latest first
}

// Places are clauses to choose one from.
type Places []consult.Clause

// Scan implements sql.Scanner.
func (p *Places) Scan(value any) error { return scanJSON(value, p) }

const totalsColumns = `coalesce(t.comments, 0) AS comments, coalesce(t.persons, 0) AS persons, coalesce(t.enterprises, 0) AS enterprises,
coalesce(t.suggestions, 0) AS suggestions, coalesce(t.adopted, 0) AS adopted, coalesce(t.partly_adopted, 0) AS partly_adopted,
coalesce(t.not_adopted, 0) AS not_adopted, coalesce(t.explained, 0) AS explained, coalesce(t.out_of_scope, 0) AS out_of_scope,
coalesce(t.offline, 0) AS offline,
coalesce(t.superseded, 0) AS superseded, coalesce(t.enterprise_suggestions, 0) AS enterprise_suggestions`

const headColumns = consultationColumns + `, ` + totalsColumns + `, ` + changeList + ` AS changes, ` + milestoneList + ` AS milestones,
    coalesce(t.batches, 0) AS batches, coalesce(t.left_open, 0) AS left_open, coalesce(t.corrections, 0) AS corrected, t.released_at AS batch_at,
    consulted_draft(c.id) AS consulted, final_draft(c.id) AS final`

// LATERAL, so that the view counts the batches of this consultation and not of all.
const resultsTables = consultationTables + ` LEFT JOIN LATERAL (SELECT * FROM results_now r WHERE r.consultation_id = c.id) t ON true`

// resultPlaces are the clauses of c that lines are on; each is one look into an index.
const resultPlaces = `(SELECT coalesce(jsonb_agg(jsonb_build_object('ID', x.id, 'Label', x.label, 'Heading', x.heading) ORDER BY x.draft_id, x.position), '[]')::text
    FROM clauses x WHERE x.consultation_id = c.id AND EXISTS (SELECT FROM result_row_clauses k
        WHERE k.consultation_id = x.consultation_id AND k.clause_id = x.id))`

// resultFinals are the clauses of the final text in force that were changed for a line w.
const resultFinals = `CASE WHEN w.outcome IN ('adopted', 'partly_adopted') THEN (SELECT coalesce(jsonb_agg(jsonb_build_object('id', y.id, 'label', y.label)
        ORDER BY y.position), '[]')::text FROM decision_clauses l JOIN clauses y ON y.consultation_id = l.consultation_id AND y.id = l.clause_id
        WHERE l.consultation_id = w.consultation_id AND l.suggestion_id = w.suggestion_id
          AND l.draft_id = (SELECT q.draft_id FROM consultations q WHERE q.id = w.consultation_id))
    ELSE '[]' END`

// resultColumns withhold name and text of comments that are not public.
const resultColumns = `w.position, CASE WHEN w.shown THEN w.public_name ELSE '' END AS public_name, w.clause_label,
CASE WHEN w.shown THEN w.body ELSE '' END AS body, w.outcome, w.reason,
w.comments, w.persons, w.enterprises, w.suggestion_id, w.batch, w.corrected_at, ` + resultFinals + ` AS finals`

type resultRow struct {
	consult.ResultRow
	Links finalClauses `db:"finals"`
	Found int          `db:"found"` // lines that a filter leaves
}

// finalClauses are read from the one JSON array that resultFinals gives.
type finalClauses []consult.FinalClause

// Scan implements sql.Scanner.
func (f *finalClauses) Scan(value any) error { return scanJSON(value, f) }

func resultRows(rows []resultRow) (out []consult.ResultRow) {
	for _, row := range rows {
		row.Finals = row.Links
		out = append(out, row.ResultRow)
	}
	return out
}

const sqlResultsHead = `SELECT ` + headColumns + `, ` + resultPlaces + ` AS places FROM ` + resultsTables + `
WHERE c.no = $1 AND c.state = 'released'`

// A page is a range of positions: the last page costs what the first does.
const sqlResultRows = `SELECT ` + resultColumns + ` FROM result_rows w
WHERE w.consultation_id = $1 AND w.position > $2 AND w.position <= $3 ORDER BY w.position`

// ResultsByNo gives a page of a consultation's released results.
// Errors: NotFound (no such public consultation).
func (r *Repo) ResultsByNo(ctx context.Context, no string, f ResultFilter) (l ResultsPage, err error) {
	defer fault.Wrap(&err, "repo.ResultsByNo(%q, page %d)", no, f.Page)
	if err := r.get(ctx, &l, sqlResultsHead, no); err != nil {
		return ResultsPage{}, err
	}
	if err := r.addRows(ctx, &l, f); err != nil {
		return ResultsPage{}, err
	}
	l.Corrections, err = r.corrections(ctx, l.ResultsHead, l.Rows)
	return l, err
}

// addRows reads the lines of the page.
func (r *Repo) addRows(ctx context.Context, l *ResultsPage, f ResultFilter) (err error) {
	if f.narrows() {
		return r.filteredRows(ctx, l, f)
	}
	l.Total = l.Suggestions
	p := page{number: f.Page, size: f.PerPage}
	if p.beyond(l.Total) {
		return nil
	}
	first := p.before() * p.limit()
	l.Rows, err = r.ResultLines(ctx, l.ID, first, first+p.limit())
	return err
}

// ResultLines gives the released lines behind one position up to another.
func (r *Repo) ResultLines(ctx context.Context, consultationID int64, after, last int) (list []consult.ResultRow, err error) {
	defer fault.Wrap(&err, "repo.ResultLines(%d, %d)", consultationID, after)
	var rows []resultRow
	err = r.list(ctx, &rows, sqlResultRows, consultationID, after, last)
	return resultRows(rows), err
}

const sqlClauseResultsHead = `SELECT ` + headColumns + `,
    (SELECT coalesce(max(k.line), 0) FROM result_row_clauses k WHERE k.consultation_id = c.id) AS lines
FROM ` + resultsTables + ` WHERE c.no = $1 AND c.state = 'released'`

const sqlClauseResultRows = `SELECT k.clause_id, coalesce(x.label || ` + versionSuffix + `, '') AS label, coalesce(x.heading, '') AS heading, ` + resultColumns + `
FROM result_row_clauses k
JOIN result_rows w ON w.consultation_id = k.consultation_id AND w.position = k.position
CROSS JOIN (SELECT consulted_draft($1) AS draft_id OFFSET 0) q
LEFT JOIN clauses x ON x.consultation_id = k.consultation_id AND x.id = k.clause_id
WHERE k.consultation_id = $1 AND k.line > $2 AND k.line <= $3 ORDER BY k.line`

type clauseResultRow struct {
	ClauseID int64  `db:"clause_id"`
	Label    string `db:"label"`
	Heading  string `db:"heading"`
	resultRow
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
	if err := r.list(ctx, &rows, sqlClauseResultRows, l.ID, first, first+p.limit()); err != nil {
		return ClauseResultsPage{}, err
	}
	l.Clauses = groupClauses(rows)
	var lines []consult.ResultRow
	for _, clause := range l.Clauses {
		lines = append(lines, clause.Rows...)
	}
	l.Corrections, err = r.corrections(ctx, l.ResultsHead, lines)
	return l, err
}

func groupClauses(rows []clauseResultRow) []consult.ClauseResults {
	var list []consult.ClauseResults
	for _, row := range rows {
		if len(list) == 0 || list[len(list)-1].ClauseID != row.ClauseID {
			list = append(list, consult.ClauseResults{ClauseID: row.ClauseID, Label: row.Label, Heading: row.Heading})
		}
		c := &list[len(list)-1]
		c.Rows = append(c.Rows, resultRows([]resultRow{row.resultRow})...)
	}
	return list
}
