// Package audit is the vocabulary of the record of what staff did: the actions,
// the kinds of objects, and how two states of an object differ. An entry refers
// to residents, as in 12/345, and never names one.
package audit

// Actions lists everything that leaves an entry, in the order of the filter. The
// words are the keys "audit.action." and the action; a test compares the list
// with what the use cases write.
var Actions = []string{
	"consultation.create", "consultation.update", "consultation.draft", "consultation.attach", "consultation.detach",
	"consultation.address", "consultation.submit", "consultation.review_pass", "consultation.review_send_back", "consultation.approve",
	"consultation.approve_back", "consultation.release", "consultation.release_back", "consultation.hand_over",
	"consultation.legality", "consultation.waive", "wording.import", "wording.remove",
	"survey.save", "survey.remove", "survey.export",
	"consultation.version", "consultation.version_pass", "consultation.version_back", "consultation.version_publish", "consultation.version_take_back",
	"consultation.extend", "consultation.withdraw", "consultation.delay", "kind_rule.update", "holidays.import",
	"results.release", "results.clauses", "results.first", "results.propose", "results.correct", "results.drop",
	"comment.moderate", "comment.redact", "comment.unredact", "secret.read", "suggestion.decide", "suggestion.decide_many", "suggestion.upload", "suggestion.import", "suggestion.check", "suggestion.back",
	"reason_template.update", "suggestion.assign", "suggestion.hand_over", "suggestion.note",
	"suggestion.ask", "suggestion.unask", "suggestion.opinion",
	"suggestion.split", "suggestion.attach", "suggestion.detach", "suggestion.move", "suggestion.merge", "suggestion.adopt_group", "suggestion.undo", "suggestion.summary",
	"group.dismiss", "group.restore",
	"milestone.note", "milestone.withdraw", "dossier.export",
	"intake.record", "intake.upload", "intake.import", "intake.reprint", "intake.close",
	"open_day.create", "open_day.update", "open_day.release", "open_day.hand_over", "booking.check_in",
	"enterprise.verify", "enterprise.reject", "enterprise.correct", "township.add", "township.remove",
	"staff.add", "staff.invite", "staff.grants", "staff.set_disabled", "staff.leave", "staff.sign_in", "staff.sign_in_refused",
	"staff.code_refused", "staff.password_link", "staff.password", "staff.second_factor", "staff.recovery_codes", "staff.recovery_code",
	"staff.end_sessions", "staff.link_identity", "staff.unlink_identity", "unit.add",
	"message.retry", "job.retry", "audit.export", "sample.begin", "sample.end",
}

// Kinds lists the kinds of objects, in the order of the filter. The words are
// the keys "audit.kind." and the kind.
var Kinds = []string{"consultation", "comment", "suggestion", "group", "open_day", "booking", "enterprise", "township", "staff", "unit", "kind_rule", "reason_template", "holiday_year", "message", "job", "wording", "audit", "sample"}
