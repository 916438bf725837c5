package i18n_test

import (
	"slices"
	"strings"

	"nayan/internal/account"
	"nayan/internal/audit"
	"nayan/internal/consult"
	"nayan/internal/dossier"
	"nayan/internal/follow"
	"nayan/internal/message"
	"nayan/internal/openday"
	"nayan/internal/privacy"
	"nayan/internal/survey"
	"nayan/internal/workday"
)

// families are the keys that sources build from a prefix and a word of the
// domain, as in "outcome."+string(o). Every member must be in the catalogue.
var families = map[string][]string{
	"audience.":          words(consult.Audiences),
	"audit.action.":      audit.Actions,
	"audit.kind.":        audit.Kinds,
	"booking.":           words(openday.BookingStates),
	"booking. ":          {"party_size", "name", "phone"},
	"channel.":           words(consult.IntakeChannels),
	"comment.":           {"name", "phone", "email", "organisation", "uscc", "name.hint", "phone.hint", "email.hint", "organisation.hint", "uscc.hint"},
	"desk.action.":       append(actions(), "submit.hint", "review_pass.hint", "approve.hint", "release.hint"),
	"desk.did.":          actions(),
	"desk.role.":         words(account.Roles),
	"desk.role. ":        hints(words(account.Roles)),
	"desk.state.":        words(consult.States),
	"workbench.channel.": {"web", "api"}, "workbench.filter.": {"q", "clause", "channel", "identity", "assignee", "unit", "n"},

	"desk.suggestions.filter.": {"undecided", "no_reason", "sent_back", "unchecked", "checked", "released", "all"},
	"desk.suggestions.":        {"outcome", "reason", "override", "back"},
	"reason.warning.":          reasonWarnings,
	"reason.short.":            reasonWarnings,

	"desk.visibility.":   {"pending", "published", "hidden"},
	"error.":             statuses(),
	"feed.entry.":        feedEvents(),
	"follow.done.":       {"sent", "confirmed", "stopped", "stopped_all"},
	"error.own.":         {"error.forbidden.next", "staff.error.link.title", "staff.error.link.next"},
	"groups.view.":       {"open", "themes", "adopted", "dismissed", "unlike"},
	"identity.":          {"resident", "enterprise"},
	"kind.":              words(consult.Kinds),
	"list.status.":       words(consult.Phases),
	"lookup.":            {"no.hint", "secret.hint"},
	"nav.":               {"home", "consultations", "open_days", "receipts", "account"},
	"oidc.error.":        {"cancelled.next", "contact_taken.next", "identity_taken.next", "lost.next", "not_you.next", "staff_unknown.next", "stale.next", "unavailable.next", "unverified.next"},
	"outcome.":           words(consult.Outcomes),
	"phase.":             words(consult.Phases),
	"receipt.":           {"no", "secret"},
	"retention.fate.":    retained(false),
	"retention.kind.":    retained(false),
	"retention.law.":     retained(false),
	"retention.since.":   append(retained(true), string(privacy.Enterprises), string(privacy.Follows)),
	"results.to_come.":   {"scheduled", "open", "closed", "withdrawn"},
	"session.":           {"not_yet", "bookable", "full", "ended"},
	"status.visibility.": {"pending", "published", "hidden"},
	"step.":              {"done", "now", "ahead"},
	"survey.kind.":       words(survey.Kinds),
	"survey.one_per.":    words(survey.OnePers),
	"desk.survey.add.":   words(survey.Kinds),
	"tab.":               {"notice", "draft", "explanation", "comments", "results"},
	"weekday.":           {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"},

	"steps.error.later.": {"split", "attach", "detach", "move", "merge", "adopt_group", "undo"},
	"steps.keep.":        words(consult.Keepings),

	"check.error.required.": {"office", "opinion_no"},
	"check.source.":         words(consult.Sources),
	"privacy.finding.":      append(words(privacy.FindingKinds), "no_text"),

	"clock.minimum.":              words(workday.Units),
	"change.text.":                words(consult.ChangeKinds),
	"consult.error.period_short.": periods(),
	"desk.kind.unit.":             words(workday.Units),
	"desk.settings.":              {"kinds", "holidays", "wording", "reasons"},

	"account.error.no_gateway.": {"email", "sms"},
	"message.inbox.": {"enterprise_invitation.subject", "enterprise_invitation.body", "enterprise_rejected.subject",
		"enterprise_rejected.body", "enterprise_verified.subject", "enterprise_verified.body",
		"consultation_invitation.subject", "consultation_invitation.body", "answered.subject", "answered.body",
		"answer_corrected.subject", "answer_corrected.body"},
	"desk.corrections.": {"outcome", "reason", "why"},
	"desk.footing.part.": {"web", "api", "offline", "current", "superseded", "residents", "firms", "linked", "unlinked", "undecided", "no_reason",
		"unchecked", "checked", "released"},
	"desk.footing.sum.": {"received", "comments", "current", "points", "suggestions", "progress", "batches"},
	"desk.narrow.":      {"web", "api", "offline", "current", "superseded", "resident", "enterprise"},
	"enterprise.call.":  {"open", "scheduled", "sent", "waiting", "closed", "withdrawn", "answered"},
	"industry.":         words(account.Industries),
	"size.":             words(account.Sizes),

	"desk.version.action.":    append(versionActions(), "version_pass.hint", "version_publish.hint"),
	"desk.version.state.":     words([]consult.VersionState{consult.VersionInReview, consult.VersionInApproval, consult.VersionPublished, consult.VersionSentBack}),
	"desk.enterprise.next.":   words(account.EnterpriseStates),
	"enterprise.field.":       {"name", "uscc", "contact_name", "contact_phone", "contact_email"},
	"enterprise.join.role.":   words(account.MemberRoles),
	"enterprise.member.make.": words(account.MemberRoles),
	"enterprise.role.":        words(account.MemberRoles),
	"enterprise.state.":       words(account.EnterpriseStates),
	"desk.jobs.kind.":         {"send_message", "release_held", "recover_messages", "tell_followers", "remind_followers", "invite_enterprises", "invite_verified"},
	"desk.jobs.state.":        {"discarded", "available"},
	"desk.jobs.error.":        {"internal", "panic", "unavailable"},
	"desk.messages.channel.":  words(message.Channels),
	"desk.messages.remedy.":   {"email", "sms", "address"},
	"desk.messages.state.":    words(message.States),
	"desk.messages.template.": words(message.Templates),
	"desk.messages.withheld.": {"email", "sms", "address", "email.none", "sms.none", "address.none"},
	"message.":                written(),

	"desk.dossier.":     {"staff", "staff.hint", "public", "public.hint"},
	"dossier.name.":     words(dossier.Copies),
	"dossier.title.":    words(dossier.Copies),
	"dossier.group.":    dossierGroups,
	"dossier.folder.":   dossierGroups,
	"dossier.file.":     append(dossierFiles, "comparison", "enclosed"),
	"dossier.about.":    append(dossierFiles, "comparison", "enclosed", "draft", "attachment"),
	"dossier.law.":      dossierLaw(),
	"dossier.law.note.": {"elsewhere", "not_public_yet", "not_released", "not_noted", "not_recorded", "staff_only"},
	"dossier.channel.":  words([]consult.Channel{consult.Web, consult.API}),
	"dossier.scope.":    words([]consult.Scope{consult.OfRelease, consult.OfVersion, consult.OfResults}),
	"dossier.check.":    words([]consult.Check{consult.PrivacyCheck, consult.UnscannedCheck, consult.WordingCheck}),
	"dossier.change.":   words(consult.ChangeKinds),

	"report.figure.":      figures,
	"report.meaning.":     figures,
	"milestone.kind.":     words(consult.MilestoneKinds),
	"milestone.happened.": words(consult.MilestoneKinds),

	"moderation.code.": words(consult.HideCodes),
	"moderation.told.": {"personal_data", "insult", "spam", "off_topic", "petition"},
}

// reasonWarnings are what can be weak about a reason.
var reasonWarnings = words([]consult.Warning{consult.TooShort, consult.BlankLeft, consult.NoBasis, consult.SameAsOther})

// figures are the totals that tables of results name and explain.
var figures = []string{"comments", "offline", "superseded", "persons", "enterprises", "suggestions", "enterprise_suggestions"}

// dossierGroups are the folders of an archive, dossierFiles what is in them.
var (
	dossierGroups = []string{"notice", "drafts", "explanation", "attachments", "review", "comments", "suggestions", "survey", "figures", "changes", "milestones", "audit"}
	dossierFiles  = []string{"notice", "explanation", "steps", "legality", "findings", "versions", "comments", "files", "suggestions", "moves", "past", "opinions", "corrections", "results", "batches", "questions",
		"answers", "words", "by_channel", "by_day", "by_clause", "by_visibility", "invitations", "changes", "milestones", "audit"}
)

// dossierLaw are what the index of an archive says of each article.
func dossierLaw() (out []string) {
	for _, key := range []string{"notice", "drafts", "opinions", "adopted", "hearing", "experts", "risk", "competition", "legality", "meeting", "published", "filed"} {
		out = append(out, key, key+".article")
	}
	return out
}

// open are prefixes behind which the desk puts the names of its own fields and
// columns; a member that is missing shows in the storybook and the desk's tests.
var open = []string{
	"account.done.", "account.menu.", "audit.column.", "audit.field.", "audit.filter.",
	"desk.check.", "desk.done.", "desk.form.", "desk.home.figure.", "desk.leave.kind.", "desk.menu.", "desk.next.",
	"desk.open_day.", "desk.password.", "desk.session.", "desk.staff.", "desk.step.", "desk.survey.field.", "desk.survey.whole.", "desk.tab.", "desk.work.",
	"intake.form.", "intake.sheet.", "decisions.sheet.",
	"desk.change.", "desk.kind.", "desk.milestone.", "dossier.column.",
}

// periods are what is said of a period that is too short.
func periods() (out []string) {
	for _, u := range words(workday.Units) {
		out = append(out, u, u+".awaits")
	}
	return out
}

// retained are the kinds of data with a period, all or only those that end.
func retained(ending bool) (out []string) {
	for _, r := range privacy.Rules {
		if !ending || !r.Kept {
			out = append(out, string(r.Kind))
		}
	}
	return out
}

func words[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, w := range list {
		out[i] = string(w)
	}
	return out
}

func actions() []string {
	var out []string
	for _, t := range consult.Transitions {
		out = append(out, string(t.Action))
	}
	return out
}

func versionActions() []string {
	var out []string
	for _, t := range consult.VersionTransitions {
		out = append(out, string(t.Action))
	}
	return out
}

// written are the parts that the words of each message are made of.
func written() []string {
	var out []string
	for _, t := range words(message.Templates) {
		out = append(out, t+".subject", t+".text", t+".sms")
		if !message.Template(t).ToFollowers() {
			out = append(out, t+".ignore")
		}
	}
	for _, t := range []message.Template{message.StaffInvitation, message.StaffPasswordReset, message.EnterpriseInvitation,
		message.EnterpriseVerified, message.EnterpriseRejected, message.ConsultationInvitation, message.Answered, message.AnswerCorrected, message.FollowConfirm, message.FollowKnown, message.FollowReleased, message.FollowReminder,
		message.FollowResults, message.FollowExtended, message.FollowWithdrawn, message.FollowDelayed, message.FollowNewVersion, message.FollowFinalText, message.FollowMilestone} {
		out = append(out, string(t)+".action")
	}
	return out
}

// feedEvents are what the public reads of in feeds.
func feedEvents() []string {
	return slices.DeleteFunc(words(follow.Events), func(e string) bool { return e == string(follow.Reminder) })
}

func hints(names []string) []string {
	for i := range names {
		names[i] += ".hint"
	}
	return names
}

func statuses() []string {
	var out []string
	for _, status := range []string{"403", "404", "405", "409", "410", "413", "422", "429", "500", "503"} {
		out = append(out, status+".title", status+".text", status+".next")
	}
	return out
}

// members are the keys of all families.
func members() map[string]bool {
	out := map[string]bool{}
	for prefix, list := range families {
		for _, word := range list {
			out[strings.TrimSpace(prefix)+word] = true
		}
	}
	return out
}
