package repo_test

import (
	"slices"
	"strings"
	"testing"

	"nayan/repo/repotest"
)

// leads names the column that every key of a table must begin with, so that the
// table can be partitioned by it, or distributed, without a change of code.
var leads = map[string]string{
	"comments": "consultation_id", "points": "consultation_id", "point_clauses": "consultation_id",
	"suggestions": "consultation_id", "suggestion_points": "consultation_id", "decisions": "consultation_id",
	"comment_keys": "consultation_id", "enterprise_voices": "consultation_id", "superseded_comments": "consultation_id",
	"trade_secrets": "consultation_id", "comment_files": "consultation_id", "comment_file_chunks": "consultation_id",
	"suggestion_assignments": "consultation_id", "suggestion_notes": "consultation_id", "unit_opinions": "consultation_id",
	"past_decisions": "consultation_id", "decision_batches": "consultation_id",
	"intakes": "consultation_id", "intake_batches": "consultation_id",
	"consultation_addressees": "consultation_id", "consultation_invitations": "consultation_id",
	"consultation_changes": "consultation_id", "result_row_clauses": "consultation_id", "clauses": "consultation_id", "drafts": "consultation_id",
	"redactions": "consultation_id", "redacted_points": "consultation_id", "follow_events": "consultation_id",
	"survey_answers": "consultation_id", "survey_texts": "consultation_id", "survey_counts": "consultation_id", "survey_drafts": "consultation_id",
	"suggestion_steps": "consultation_id", "suggestion_step_links": "consultation_id",
	"similar_state": "consultation_id", "similar_groups": "consultation_id", "point_groups": "consultation_id", "similar_texts": "consultation_id",
	"similar_keys": "consultation_id", "similar_hints": "consultation_id", "group_choices": "consultation_id",
	"milestones":     "consultation_id",
	"draft_versions": "consultation_id", "decision_clauses": "consultation_id", "draft_comparisons": "consultation_id", "clause_matches": "consultation_id",
	"result_corrections": "consultation_id", "author_tellings": "consultation_id",
	"bookings": "open_day_id", "booking_keys": "open_day_id",
}

const uniqueIndexes = `SELECT t.relname AS table, x.relname AS index,
  (SELECT string_agg(a.attname, ',' ORDER BY k.ord) FROM unnest(i.indkey::int[]) WITH ORDINALITY k(att, ord)
   JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.att) AS columns
FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid JOIN pg_class x ON x.oid = i.indexrelid
JOIN pg_namespace n ON n.oid = t.relnamespace WHERE n.nspname = 'public' AND i.indisunique`

func TestKeysOfWhatGrowsLeadWithItsOwner(t *testing.T) {
	t.Parallel()
	var found []struct{ Table, Index, Columns string }
	if err := repotest.DB(t).Select(&found, uniqueIndexes); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, x := range found {
		lead, grows := leads[x.Table]
		if !grows {
			continue
		}
		seen[x.Table] = true
		if first, _, _ := strings.Cut(x.Columns, ","); first != lead {
			t.Errorf("%s: key %s (%s) does not lead with %s", x.Table, x.Index, x.Columns, lead)
		}
	}
	for table := range leads {
		if !seen[table] {
			t.Errorf("%s has no key", table)
		}
	}
}

const foreignKeys = `SELECT t.relname AS table, c.conname AS name,
  (SELECT array_agg(a.attname::text ORDER BY k.ord) FROM unnest(c.conkey) WITH ORDINALITY k(att, ord)
   JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.att)::text AS columns, r.relname AS target
FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid JOIN pg_class r ON r.oid = c.confrelid WHERE c.contype = 'f'`

func TestReferencesBetweenWhatGrowsCarryTheOwner(t *testing.T) {
	t.Parallel()
	var found []struct{ Table, Name, Columns, Target string }
	if err := repotest.DB(t).Select(&found, foreignKeys); err != nil {
		t.Fatal(err)
	}
	for _, fk := range found {
		from, to := leads[fk.Table], leads[fk.Target]
		if from != "" && from == to && !slices.Contains(strings.Split(strings.Trim(fk.Columns, "{}"), ","), from) {
			t.Errorf("%s.%s → %s joins without %s", fk.Table, fk.Name, fk.Target, from)
		}
	}
}
