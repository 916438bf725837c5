package repo

import (
	"context"
	"time"

	"github.com/lib/pq"

	"nayan/internal/consult"
	"nayan/internal/fault"
)

// NewComment is a validated submission ready to be stored: personal fields
// sealed, their blind indexes beside them, the public name masked.
type NewComment struct {
	ConsultationNo string
	ReceivedAt     time.Time
	ReceiptNo      string
	Channel        string // web or api
	Identity       consult.Identity
	PublicName     string // empty: anonymous
	Sealed         Sealed
	Index          BlindIndex
	TextHash       string // hex, see consult.TextHash
	Points         []consult.Point
	KeyHash        []byte // nil: no idempotency key
	RequestMAC     []byte // of the content, to recognise a repeated request
	AccountID      int64  // who sent it while signed in; 0: nobody's
	ConsentVersion string // of the notice agreed to; "" where nothing personal was given
}

// Sealed are the encrypted personal fields; nil where nothing was given.
type Sealed struct{ Name, Phone, Email, Organisation, USCC []byte }

// BlindIndex are the keyed hashes by which persons and enterprises are counted.
type BlindIndex struct{ Phone, Email, Organisation, USCC []byte }

// One statement, one round trip and one commit for any number of comments. It
// locks the consultation FOR KEY SHARE: writers do not wait for each other, but a
// release of the results (FOR UPDATE) waits for them, and they see its
// results_at. Consultations already closed are not locked at all. The counter is
// in slots, so that no two connections queue behind one row.
const sqlInsertComments = `WITH input AS (
    SELECT * FROM unnest($1::text[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
        $8::bytea[], $9::bytea[], $10::bytea[], $11::bytea[], $12::bytea[],
        $13::bytea[], $14::bytea[], $15::bytea[], $16::bytea[], $17::bytea[], $18::bytea[], $26::bigint[],
        $27::text[])
    WITH ORDINALITY AS i (no, received_at, receipt_no, channel, identity, public_name, text_hash,
        name_sealed, phone_sealed, email_sealed, organisation_sealed, uscc_sealed,
        phone_index, email_index, organisation_index, uscc_index, key_hash, request_mac, account_id,
        consent_version, n)
), input_points AS (
    SELECT * FROM unnest($19::bigint[], $20::smallint[], $21::text[]) AS p (n, position, body)
), input_clauses AS (
    SELECT * FROM unnest($22::bigint[], $23::smallint[], $24::bigint[]) AS k (n, position, clause_id)
), call AS (
    SELECT id, no, draft_id, opens_at, closes_at FROM consultations
    WHERE no = ANY ($1) AND state = 'released' AND results_at IS NULL AND closes_at > $25
    FOR KEY SHARE
), fresh AS (
    SELECT c.id AS consultation_id, nextval('comment_ids') AS comment_id, i.*
    FROM input i JOIN call c USING (no)
    WHERE i.received_at >= c.opens_at AND i.received_at < c.closes_at
      AND NOT EXISTS (SELECT FROM input_clauses k
        LEFT JOIN clauses x ON x.consultation_id = c.id AND x.id = k.clause_id AND x.draft_id = c.draft_id
        WHERE k.n = i.n AND x.id IS NULL)
), keyed AS (
    INSERT INTO comment_keys (consultation_id, key_hash, request_mac, comment_id, created_at)
    SELECT consultation_id, key_hash, request_mac, comment_id, received_at FROM fresh WHERE key_hash <> ''
    ORDER BY key_hash -- two statements meet the same keys in the same order: no deadlock
    ON CONFLICT DO NOTHING RETURNING comment_id
), accepted AS (
    SELECT * FROM fresh WHERE key_hash = '' OR comment_id IN (SELECT comment_id FROM keyed)
), accepted_points AS (
    SELECT a.consultation_id, a.comment_id, p.position, p.body, a.received_at, nextval('suggestion_ids') AS suggestion_id
    FROM accepted a JOIN input_points p USING (n)
), insert_comments AS (
    INSERT INTO comments (consultation_id, id, receipt_no, channel, identity, public_name,
        name_sealed, phone_sealed, email_sealed, organisation_sealed, uscc_sealed,
        phone_index, email_index, organisation_index, uscc_index, text_hash, received_at,
        consent_version)
    SELECT consultation_id, comment_id, receipt_no, channel, identity, public_name,
        nullif(name_sealed, ''), nullif(phone_sealed, ''), nullif(email_sealed, ''), nullif(organisation_sealed, ''),
        nullif(uscc_sealed, ''), nullif(phone_index, ''), nullif(email_index, ''), nullif(organisation_index, ''),
        nullif(uscc_index, ''), decode(text_hash, 'hex'), received_at,
        consent_version
    FROM accepted
), insert_points AS (
    INSERT INTO points (consultation_id, comment_id, position, body)
    SELECT consultation_id, comment_id, position, body FROM accepted_points
), insert_clauses AS (
    INSERT INTO point_clauses (consultation_id, comment_id, position, clause_id)
    SELECT a.consultation_id, a.comment_id, k.position, k.clause_id FROM accepted a JOIN input_clauses k USING (n)
), insert_suggestions AS (
    INSERT INTO suggestions (consultation_id, id, created_at)
    SELECT consultation_id, suggestion_id, received_at FROM accepted_points
), insert_links AS (
    INSERT INTO suggestion_points (consultation_id, suggestion_id, comment_id, position)
    SELECT consultation_id, suggestion_id, comment_id, position FROM accepted_points
), insert_receipts AS (
    INSERT INTO receipts (no, consultation_id, comment_id) SELECT receipt_no, consultation_id, comment_id FROM accepted
), owners AS ( -- waits for an erasure under way, and then finds nobody
    SELECT id FROM accounts WHERE id = ANY ($26) AND erased_at IS NULL FOR KEY SHARE
), insert_own AS (
    INSERT INTO account_comments (consultation_id, comment_id, account_id, claimed, linked_at)
    SELECT a.consultation_id, a.comment_id, o.id, false, a.received_at FROM accepted a JOIN owners o ON o.id = a.account_id
), count AS (
    INSERT INTO comment_counts AS t (consultation_id, slot, comments)
    SELECT consultation_id, 1 + pg_backend_pid() % 64, count(*) FROM accepted GROUP BY consultation_id ORDER BY consultation_id
    ON CONFLICT (consultation_id, slot) DO UPDATE SET comments = t.comments + EXCLUDED.comments
)
SELECT n FROM accepted`

// InsertComments stores comments durably, all in one commit, and reports for
// each whether it was accepted; [Repo.Refusal] tells why one was not. An error
// concerns the whole list, of which nothing is then stored.
func (r *Repo) InsertComments(ctx context.Context, list []NewComment) (accepted []bool, err error) {
	defer fault.Wrap(&err, "repo.InsertComments(%d)", len(list))
	var ns []int
	if err := r.list(ctx, &ns, sqlInsertComments, insertColumns(list)...); err != nil {
		return nil, err
	}
	accepted = make([]bool, len(list))
	for _, n := range ns {
		accepted[n-1] = true
	}
	return accepted, nil
}

// insertColumns turns comments into the columns that the statement unnests.
func insertColumns(list []NewComment) []any {
	texts, bytes := make([]pq.StringArray, 7), make([]pq.ByteaArray, 11)
	earliest := list[0].ReceivedAt
	consents := make(pq.StringArray, len(list))
	var points pointColumns
	var accounts pq.Int64Array
	for i, c := range list {
		for k, v := range []string{c.ConsultationNo, c.ReceivedAt.Format(time.RFC3339Nano), c.ReceiptNo, c.Channel,
			string(c.Identity), c.PublicName, c.TextHash} {
			texts[k] = append(texts[k], v)
		}
		for k, v := range [][]byte{c.Sealed.Name, c.Sealed.Phone, c.Sealed.Email, c.Sealed.Organisation, c.Sealed.USCC,
			c.Index.Phone, c.Index.Email, c.Index.Organisation, c.Index.USCC, c.KeyHash, c.RequestMAC} {
			bytes[k] = append(bytes[k], v)
		}
		points.add(int64(i+1), c.Points)
		accounts = append(accounts, c.AccountID)
		consents[i] = c.ConsentVersion
		if c.ReceivedAt.Before(earliest) {
			earliest = c.ReceivedAt
		}
	}
	var args []any
	for _, column := range texts {
		args = append(args, column)
	}
	for _, column := range bytes {
		args = append(args, column)
	}
	return append(append(args, points.args()...), earliest, accounts, consents)
}

// pointColumns are the points and their clauses, each with the number of its comment.
type pointColumns struct {
	n, position           pq.Int64Array
	body                  pq.StringArray
	clauseN, clauseOf, id pq.Int64Array
}

func (p *pointColumns) add(n int64, points []consult.Point) {
	for _, point := range points {
		p.n = append(p.n, n)
		p.position = append(p.position, int64(point.Position))
		p.body = append(p.body, point.Body)
		for _, id := range point.ClauseIDs {
			p.clauseN = append(p.clauseN, n)
			p.clauseOf = append(p.clauseOf, int64(point.Position))
			p.id = append(p.id, id)
		}
	}
}

// args gives the columns; NULL would unnest to nothing just as an empty array does.
func (p *pointColumns) args() []any {
	return []any{p.n, p.position, p.body, p.clauseN, p.clauseOf, p.id}
}
