package repo

import (
	"context"
	"time"

	"github.com/lib/pq"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/follow"
	"nayan/internal/message"
)

const sqlInsertFollowEvent = `INSERT INTO follow_events (consultation_id, event, change_id, at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`

// InsertFollowEvent notes that something happened; first is false when it is
// known already.
func (t *Tx) InsertFollowEvent(ctx context.Context, consultationID int64, e follow.Event, changeID int64, at time.Time) (first bool, err error) {
	defer fault.Wrap(&err, "repo.InsertFollowEvent(%d, %s)", consultationID, e)
	n, err := t.changed(ctx, sqlInsertFollowEvent, consultationID, e, changeID, at)
	return n > 0, err
}

// News is an event with what a mail about it says.
type News struct {
	ConsultationID int64        `db:"consultation_id"`
	Event          follow.Event `db:"event"`
	ChangeID       int64        `db:"change_id"`
	At             time.Time    `db:"at"`
	No             string       `db:"no"`
	Title          string       `db:"title"`
	UnitID         int64        `db:"unit_id"`
	UnitName       string       `db:"unit_name"`
	Kind           consult.Kind `db:"kind"`
	OpensAt        time.Time    `db:"opens_at"`
	ClosesAt       time.Time    `db:"closes_at"`
	WithdrawnAt    *time.Time   `db:"withdrawn_at"`
	// Progress is the kind of the milestone in force that the event is about; "" of any other.
	Progress consult.MilestoneKind `db:"progress"`
}

const newsColumns = `e.consultation_id, e.event, e.change_id, e.at, c.no, c.title, c.unit_id, u.name AS unit_name, c.kind, c.opens_at, c.closes_at, c.withdrawn_at,
coalesce((SELECT x.kind FROM milestones x WHERE e.event = 'milestone' AND x.consultation_id = e.consultation_id AND x.id = e.change_id
    AND x.withdrawn_at IS NULL), '') AS progress`

const sqlNews = `SELECT ` + newsColumns + ` FROM follow_events e JOIN consultations c ON c.id = e.consultation_id JOIN units u ON u.id = c.unit_id
WHERE e.consultation_id = $1 AND e.event = $2 AND e.change_id = $3`

// News reads an event with the consultation as it is now. Errors: NotFound.
func (r *Repo) News(ctx context.Context, consultationID int64, e follow.Event, changeID int64) (n News, err error) {
	defer fault.Wrap(&err, "repo.News(%d, %s)", consultationID, e)
	return n, r.get(ctx, &n, sqlNews, consultationID, e, changeID)
}

// Each branch gives the first so many of its own, so that all together hold the
// first so many of all, however many there are. Who began to follow later has not
// missed anything. Nobody who is told goes until the transaction ends.
const sqlFollowersToTell = `SELECT f.id, f.email_sealed, f.nonce FROM followers f WHERE f.id IN (
    (SELECT follower_id FROM follows WHERE consultation_id = $1 AND follower_id > $5 AND created_at <= $6 ORDER BY follower_id LIMIT $7)
    UNION (SELECT follower_id FROM follows WHERE $2::boolean AND unit_id = $3 AND follower_id > $5 AND created_at <= $6 ORDER BY follower_id LIMIT $7)
    UNION (SELECT follower_id FROM follows WHERE $2::boolean AND kind = $4 AND follower_id > $5 AND created_at <= $6 ORDER BY follower_id LIMIT $7)
    UNION (SELECT follower_id FROM follows WHERE $2::boolean AND consultation_id IS NULL AND unit_id IS NULL AND kind IS NULL
        AND follower_id > $5 AND created_at <= $6 ORDER BY follower_id LIMIT $7))
ORDER BY f.id LIMIT $7 FOR KEY SHARE`

// FollowersToTell gives the next followers after one who are to hear some news,
// each once, whatever they follow.
func (t *Tx) FollowersToTell(ctx context.Context, n News, after int64, limit int) (list []Follower, err error) {
	defer fault.Wrap(&err, "repo.FollowersToTell(%d, %s)", n.ConsultationID, n.Event)
	return list, t.list(ctx, &list, sqlFollowersToTell, n.ConsultationID, n.Event.Wide(), n.UnitID, string(n.Kind), after, n.At, limit)
}

// NewsMails are the mails of one batch of followers.
type NewsMails struct {
	Template message.Template
	State    message.State
	NotAfter time.Time
	At       time.Time

	followers          pq.Int64Array
	causes             pq.StringArray
	recipients, values pq.ByteaArray
}

// Add adds the mail to one follower; recipient and values are sealed.
func (m *NewsMails) Add(followerID int64, cause string, recipient, values []byte) {
	m.followers, m.causes = append(m.followers, followerID), append(m.causes, cause)
	m.recipients, m.values = append(m.recipients, recipient), append(m.values, values)
}

const sqlInsertNewsMails = `INSERT INTO messages (cause, channel, template, recipient_sealed, values_sealed, follower_id, state, not_after, created_at, changed_at)
SELECT n.cause, 'email', $1, n.recipient, n.filled, n.follower, $2, $3, $4, $4
FROM unnest($5::bigint[], $6::text[], $7::bytea[], $8::bytea[]) AS n (follower, cause, recipient, filled)
ON CONFLICT (cause, channel) DO NOTHING RETURNING id`

// InsertNewsMails stores the mails whose causes were not told yet, and gives
// their ids.
func (t *Tx) InsertNewsMails(ctx context.Context, m NewsMails) (ids []int64, err error) {
	defer fault.Wrap(&err, "repo.InsertNewsMails(%s)", m.Template)
	return ids, t.list(ctx, &ids, sqlInsertNewsMails, m.Template, m.State, m.NotAfter, m.At, m.followers, m.causes, m.recipients, m.values)
}

// ClosingCall is a call that closes soon.
type ClosingCall struct {
	ID       int64     `db:"id"`
	ClosesAt time.Time `db:"closes_at"`
}

// An extension makes another closing, of which there is another reminder.
const sqlClosingCalls = `SELECT c.id, c.closes_at FROM consultations c
WHERE c.state = 'released' AND c.closes_at > $1 AND c.closes_at <= $2 AND NOT EXISTS (SELECT FROM follow_events e WHERE e.consultation_id = c.id
    AND (e.event = 'withdrawn' OR e.event = 'reminder' AND e.change_id = extract(epoch FROM c.closes_at)::bigint))
ORDER BY c.id`

// ClosingCalls lists the calls that close after now and not later than until, and
// of which nobody has been reminded.
func (r *Repo) ClosingCalls(ctx context.Context, now, until time.Time) (list []ClosingCall, err error) {
	defer fault.Wrap(&err, "repo.ClosingCalls")
	return list, r.list(ctx, &list, sqlClosingCalls, now, until)
}
