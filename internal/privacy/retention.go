package privacy

import "time"

// Kind names a kind of data that has a period of its own.
type Kind string

// The kinds. Their words are the keys "retention." with the kind.
const (
	RequestKeys     Kind = "request_keys" // hashes by which a repeated request is recognised
	Sessions        Kind = "sessions"
	Codes           Kind = "codes"  // one-time codes and where they were sent
	Unsent          Kind = "unsent" // files and tables that were uploaded and never sent
	Invitations     Kind = "invitations"
	Recipients      Kind = "recipients" // to whom a message went
	Messages        Kind = "messages"
	FollowRequests  Kind = "follow_requests"  // addresses that were not confirmed
	EndedFollows    Kind = "ended_follows"    // of consultations of which no more news comes
	Follows         Kind = "follows"          // addresses of who follows something
	SurveyDrafts    Kind = "survey_drafts"    // what was typed and not sent
	SurveyMarks     Kind = "survey_marks"     // by which one person's second answer is recognised
	Bookings        Kind = "bookings"         // names and phones
	CommentContacts Kind = "comment_contacts" // names, phones, e-mails, work units
	TradeSecrets    Kind = "trade_secrets"
	UnusedAccounts  Kind = "unused_accounts"
	Enterprises     Kind = "enterprises" // their contacts
	CommentTexts    Kind = "comment_texts"
	SurveyAnswers   Kind = "survey_answers"
	AuditEntries    Kind = "audit_entries"
)

// Rule says how long one kind is kept; docs/operations.md and the notice are
// rendered from the same table as the job that enforces it.
type Rule struct {
	Kind        Kind
	Years, Days int  // after the event that starts the period; both 0: at once
	Kept        bool // time alone deletes nothing: it is in use, or the law wants it kept
}

// Before gives the instant before which the event must lie for the period to be over.
func (r Rule) Before(now time.Time) time.Time { return now.AddDate(-r.Years, 0, -r.Days) }

// Rules is the whole table (个人信息保护法 art. 19: the shortest time that the
// purpose needs), shortest first, what is kept last.
var Rules = []Rule{
	{Kind: Recipients},
	{Kind: Sessions, Days: 1},
	{Kind: Codes, Days: 1},
	{Kind: Unsent, Days: 1},
	{Kind: FollowRequests, Days: 7},
	{Kind: Invitations, Days: 30},
	{Kind: RequestKeys, Days: 30},
	{Kind: SurveyDrafts, Days: 30},
	{Kind: Bookings, Days: 90},
	{Kind: EndedFollows, Days: 90},
	{Kind: SurveyMarks, Days: 90},
	{Kind: Messages, Days: 180},
	{Kind: CommentContacts, Years: 2},
	{Kind: TradeSecrets, Years: 2},
	{Kind: UnusedAccounts, Years: 3},
	{Kind: Enterprises, Kept: true},
	{Kind: Follows, Kept: true},
	{Kind: CommentTexts, Kept: true}, // 重大行政决策程序暂行条例 art. 33
	{Kind: SurveyAnswers, Kept: true},
	{Kind: AuditEntries, Kept: true},
}
