package repo

import (
	"context"
	"strings"

	"github.com/lib/pq"

	"nayan/internal/fault"
	"nayan/internal/fold"
)

// The search text of a consultation is folded in Go and kept beside it: as text,
// and as a tsvector of its characters and bigrams behind a GIN index. A query
// asks the index for the bigrams of its terms; only terms of three characters
// and more are then looked for in the text of what the index found. The answers
// are those of LIKE over the folded text.

// Bounds of a query: nobody types more, and longer ones only cost.
const (
	maxQueryTerms = 8
	maxTermRunes  = 60
)

// search adds the condition that a consultation contains every term of q.
func (w *where) search(q string) {
	terms := fold.Terms(q)
	if len(terms) == 0 {
		return
	}
	var grams []string
	longer := []string{}
	for _, term := range terms[:min(len(terms), maxQueryTerms)] {
		if runes := []rune(term); len(runes) > maxTermRunes {
			term = string(runes[:maxTermRunes])
		}
		grams = append(grams, fold.TermGrams(term)...)
		if !fold.Exact(term) {
			longer = append(longer, likePattern(term))
		}
	}
	w.and("c.id IN (SELECT consultations_containing(?::tsquery, ?::text[]))", tsquery(grams), pq.Array(longer))
}

var (
	quoteLexeme = strings.NewReplacer(`'`, `''`, `\`, `\\`)
	quoteLike   = strings.NewReplacer(`%`, `\%`, `_`, `\_`, `\`, `\\`)
)

// tsquery asks for every gram.
func tsquery(grams []string) string {
	quoted := make([]string, len(grams))
	for i, g := range grams {
		quoted[i] = "'" + quoteLexeme.Replace(g) + "'"
	}
	return strings.Join(quoted, " & ")
}

func likePattern(term string) string { return "%" + quoteLike.Replace(term) + "%" }

const sqlSearchParts = `SELECT c.title AS title, u.name AS unit_name, coalesce(d.title, '') AS draft_title, coalesce(l.text, '') AS text
FROM consultations c JOIN units u ON u.id = c.unit_id
LEFT JOIN drafts d ON d.consultation_id = c.id AND d.id = c.draft_id
LEFT JOIN LATERAL (SELECT string_agg(x.number || x.heading || x.text, chr(10) ORDER BY x.position) AS text
    FROM clauses x WHERE x.consultation_id = c.id AND x.draft_id = c.draft_id) l ON true
WHERE c.id = $1`

const sqlSetText = `INSERT INTO consultation_texts (consultation_id, text, grams) VALUES ($1, $2, array_to_tsvector($3::text[]))
ON CONFLICT (consultation_id) DO UPDATE SET text = excluded.text, grams = excluded.grams`

// IndexConsultation writes the search text of a consultation anew, after its
// title, unit or draft changed.
func (t *Tx) IndexConsultation(ctx context.Context, id int64) (err error) {
	defer fault.Wrap(&err, "repo.IndexConsultation(%d)", id)
	var row struct {
		Title      string `db:"title"`
		UnitName   string `db:"unit_name"`
		DraftTitle string `db:"draft_title"`
		Text       string `db:"text"`
	}
	if err := t.get(ctx, &row, sqlSearchParts, id); err != nil {
		return err
	}
	parts := append([]string{row.Title, row.UnitName, row.DraftTitle}, strings.Split(row.Text, "\n")...)
	document := fold.Document(parts...)
	_, err = t.exec(ctx, sqlSetText, id, document, pq.Array(fold.Grams(document)))
	return err
}
