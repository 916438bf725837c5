package jobs_test

import "testing"

func TestNewPointsAreGroupedByThemselves(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.exec(`INSERT INTO units (name) VALUES ('云溪县司法局')`)
	o.exec(`INSERT INTO staff (unit_id, name_sealed, email_sealed, email_index, password_hash, created_at) SELECT id, '', '', '1', '', now() FROM units`)
	o.exec(`INSERT INTO staff (unit_id, name_sealed, email_sealed, email_index, password_hash, created_at) SELECT id, '', '', '2', '', now() FROM units`)
	o.exec(`INSERT INTO staff (unit_id, name_sealed, email_sealed, email_index, password_hash, created_at) SELECT id, '', '', '3', '', now() FROM units`)
	o.exec(`INSERT INTO consultations (no, state, unit_id, kind, audience, title, legal_basis, contact, opens_at, closes_at,
			notice_md, notice_html, explanation_md, explanation_html, draft_id, author_id, reviewer_id, approver_id, released_at, created_at, updated_at)
		SELECT '2026-0001', 'released', u.id, 'other', 'public', '公告', '', '', now(), now() + interval '30 days', '', '', '', '', 1, s[1], s[2], s[3], now(), now(), now()
		FROM units u, (SELECT array_agg(id) AS s FROM staff) s`)
	o.exec(`WITH m AS (INSERT INTO comments (consultation_id, receipt_no, channel, identity, public_name, text_hash, received_at)
			SELECT c.id, '', 'web', 'resident', '', sha256(''), now() FROM consultations c, generate_series(1, 2) RETURNING consultation_id, id)
		INSERT INTO points (consultation_id, comment_id, position, body) SELECT consultation_id, id, 1, '请公布收费标准和投诉电话。' FROM m`)
	o.start()
	o.attempt("group_new_points")
	o.attempt("group_points")
	var members int
	if err := o.app.Repo.DB().GetContext(t.Context(), &members, `SELECT members FROM similar_groups`); err != nil || members != 2 {
		t.Errorf("%d members: %v\n%s", members, err, o.log)
	}
}
