package handlers

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/account"
)

// deskRoutes is where officials work. A route that several roles share checks
// in its handler only which of them the chosen step needs.
func (e *Env) deskRoutes() []Route {
	return slices.Concat(e.deskDoorRoutes(), e.deskStaffRoutes(), e.deskConsultationRoutes(), e.deskDecisionRoutes(), e.deskWorkbenchRoutes(), e.deskAnswerRoutes(), e.deskOpenDayRoutes(),
		e.deskMessageRoutes(), e.deskIntakeRoutes(), e.deskClockRoutes(), e.deskReasonRoutes(), e.deskRecordRoutes())
}

// deskDoorRoutes are signing in and out, and one's own account.
func (e *Env) deskDoorRoutes() []Route {
	sign, code, link, me := signIns{e}, codes{e}, deskInvitations{e}, deskMe{e}
	givesCode, enrols := halfway(account.SecondFactor), halfway(account.Enrol)
	return []Route{
		{fiber.MethodGet, "/desk/sign-in", anyone, sign.form},
		{fiber.MethodPost, "/desk/sign-in", anyone, sign.signIn},
		{fiber.MethodGet, "/desk/sign-in/code", givesCode, code.form},
		{fiber.MethodPost, "/desk/sign-in/code", givesCode, code.give},
		{fiber.MethodGet, "/desk/sign-in/enrol", enrols, code.enrolForm},
		{fiber.MethodPost, "/desk/sign-in/enrol", enrols, code.enrol},
		{fiber.MethodGet, "/desk/invitations/:token", anyone, link.form},
		{fiber.MethodPost, "/desk/invitations/:token", anyone, link.choose},
		{fiber.MethodPost, "/desk/sign-out", staff, sign.signOut},
		{fiber.MethodGet, "/desk", staff, deskHome{e}.show},
		{fiber.MethodGet, "/desk/me", staff, me.show},
		{fiber.MethodPost, "/desk/me/password", staff, me.password},
		{fiber.MethodPost, "/desk/me/second-factor", staff, me.enrolForm},
		{fiber.MethodPost, "/desk/me/second-factor/confirm", staff, me.enrol},
		{fiber.MethodPost, "/desk/me/recovery-codes", staff, me.recoveryCodes},
		{fiber.MethodPost, "/desk/me/sessions/end", staff, me.endOthers},
		{fiber.MethodPost, "/desk/me/sessions/:sid/end", staff, me.endSession},
	}
}

// deskStaffRoutes are who else may sign in, to what, and what they did there.
func (e *Env) deskStaffRoutes() []Route {
	people, record, words, administrator := deskStaff{e}, deskAudit{e}, deskWordings{e}, only(account.Administrator)
	auditor := only(account.Auditor) // who sees the entries of the units it is held for
	ofThem := administrator.of(OfStaff)
	return []Route{
		{fiber.MethodGet, "/desk/staff", administrator, people.list},
		{fiber.MethodPost, "/desk/staff", administrator, people.invite},
		{fiber.MethodGet, "/desk/staff/:id", ofThem, people.show},
		{fiber.MethodPost, "/desk/staff/:id/grants", ofThem, people.grants},
		{fiber.MethodPost, "/desk/staff/:id/invitations", ofThem, people.link},
		{fiber.MethodPost, "/desk/staff/:id/second-factor/reset", ofThem, people.resetSecondFactor},
		{fiber.MethodPost, "/desk/staff/:id/disabled", ofThem, people.disable},
		{fiber.MethodGet, "/desk/staff/:id/leave", ofThem, people.leaveForm},
		{fiber.MethodPost, "/desk/staff/:id/leave", ofThem, people.leave},
		{fiber.MethodGet, "/desk/retention", only(account.Administrator, account.Auditor), deskRetention{e}.show},
		{fiber.MethodPost, "/desk/units", administrator.of(OfEveryUnit), people.addUnit},
		{fiber.MethodGet, wordingsPath, administrator, words.show},
		{fiber.MethodPost, wordingsPath, administrator.of(OfEveryUnit), words.add},
		{fiber.MethodPost, wordingsPath + "/remove", administrator.of(OfEveryUnit), words.remove},
		{fiber.MethodGet, "/desk/audit", auditor, record.list},
		{fiber.MethodGet, "/desk/audit.csv", auditor, record.export},
	}
}

// deskConsultationRoutes are a consultation from its first line to its release.
func (e *Env) deskConsultationRoutes() []Route {
	con, edit, draft, file, check, version := deskConsultations{e}, deskEdits{e}, deskDrafts{e}, deskFiles{e}, deskChecks{e}, deskVersions{e}
	drafter := only(account.Drafter)
	itsDrafter, itsStaff := drafter.of(OfConsultation), staff.of(OfConsultation)
	return []Route{
		{fiber.MethodGet, "/desk/consultations", staff, con.list},
		{fiber.MethodPost, "/desk/consultations", drafter, edit.create},
		{fiber.MethodGet, "/desk/consultations/new", drafter, edit.blank},
		{fiber.MethodGet, "/desk/consultations/:id", itsStaff, con.show},
		{fiber.MethodPost, "/desk/consultations/:id/steps", only(account.Drafter, account.Reviewer, account.Approver).of(OfConsultation), con.step},
		{fiber.MethodGet, "/desk/consultations/:id/edit", itsDrafter, edit.form},
		{fiber.MethodPost, "/desk/consultations/:id/edit", itsDrafter, edit.update},
		{fiber.MethodGet, "/desk/consultations/:id/draft", itsDrafter, draft.form},
		{fiber.MethodPost, "/desk/consultations/:id/draft", itsDrafter, draft.preview},
		{fiber.MethodPost, "/desk/consultations/:id/draft/confirm", itsDrafter, draft.confirm},
		{fiber.MethodPost, "/desk/consultations/:id/legality", itsDrafter, check.legality},
		{fiber.MethodPost, "/desk/consultations/:id/findings/waive", only(account.Approver).of(OfConsultation), check.waive},
		{fiber.MethodPost, "/desk/consultations/:id/results/findings/waive", only(account.Approver).of(OfConsultation), deskResults{e}.waive},
		{fiber.MethodPost, "/desk/consultations/:id/versions/:vid/findings/waive", only(account.Approver).of(OfConsultation), version.waive},
		{fiber.MethodGet, "/desk/consultations/:id/versions", itsStaff, version.list},
		{fiber.MethodGet, "/desk/consultations/:id/versions/:vid", itsStaff, version.show},
		{fiber.MethodPost, "/desk/consultations/:id/versions/:vid/steps", only(account.Reviewer, account.Approver).of(OfConsultation), version.step},
		{fiber.MethodPost, "/desk/consultations/:id/attachments", itsDrafter, file.add},
		{fiber.MethodGet, "/desk/consultations/:id/attachments/:aid", itsStaff, file.download},
		{fiber.MethodPost, "/desk/consultations/:id/attachments/:aid/delete", itsDrafter, file.remove},
	}
}

// deskAnswerRoutes are what came in and what becomes of it.
func (e *Env) deskAnswerRoutes() []Route {
	com, one, sug, res, fix := deskComments{e}, deskModeration{e}, deskSuggestions{e}, deskResults{e}, deskCorrections{e}
	adjudicator := only(account.Adjudicator).of(OfConsultation)
	reader := only(account.Adjudicator, account.Auditor).of(OfConsultation)
	checker := only(account.Adjudicator, account.Reviewer).of(OfConsultation)
	looks := only(account.Adjudicator, account.Auditor, account.Approver, account.Reviewer).of(OfConsultation)
	groups, whole, readsWhole := deskGroups{e}, deskSuggestion{e}, only(account.Adjudicator, account.Auditor, account.Reviewer).of(OfConsultation)
	return []Route{
		{fiber.MethodGet, "/desk/consultations/:id/comments", reader, com.list},
		{fiber.MethodPost, "/desk/consultations/:id/comments/visibility", adjudicator, com.moderateAll},
		{fiber.MethodGet, "/desk/consultations/:id/comments/:cid", reader, one.show},
		{fiber.MethodGet, "/desk/consultations/:id/comments/:cid/files/:fid", reader, com.file},
		{fiber.MethodPost, "/desk/consultations/:id/comments/:cid/visibility", adjudicator, one.moderate},
		{fiber.MethodPost, "/desk/consultations/:id/comments/:cid/redactions", adjudicator, one.redact},
		{fiber.MethodPost, "/desk/consultations/:id/comments/:cid/redactions/undo", adjudicator, one.undo},
		{fiber.MethodGet, "/desk/moderation", only(account.Adjudicator), one.queue},
		{fiber.MethodGet, "/desk/consultations/:id/suggestions", only(account.Adjudicator, account.Auditor, account.Reviewer).of(OfConsultation), sug.list},
		{fiber.MethodPost, "/desk/consultations/:id/suggestions/merge", adjudicator, whole.merge},
		{fiber.MethodGet, "/desk/consultations/:id/suggestions/history", readsWhole, whole.history},
		{fiber.MethodGet, "/desk/consultations/:id/suggestions/groups", readsWhole, groups.list},
		{fiber.MethodGet, "/desk/consultations/:id/suggestions/groups/:gid", readsWhole, groups.show},
		{fiber.MethodPost, "/desk/consultations/:id/suggestions/groups/:gid/adopt", adjudicator, groups.adopt},
		{fiber.MethodPost, "/desk/consultations/:id/suggestions/groups/:gid/dismiss", adjudicator, groups.dismiss},
		{fiber.MethodPost, "/desk/consultations/:id/suggestions/steps/:step/undo", adjudicator, whole.undo},
		{fiber.MethodGet, "/desk/consultations/:id/suggestions/:sid", readsWhole, whole.show},
		{fiber.MethodPost, "/desk/consultations/:id/suggestions/:sid/steps", adjudicator, whole.step},
		{fiber.MethodPost, "/desk/consultations/:id/suggestions/:sid/summary", adjudicator, whole.summarise},
		{fiber.MethodPost, "/desk/consultations/:id/suggestions/:sid", adjudicator, sug.decide},
		{fiber.MethodGet, "/desk/consultations/:id/results", looks, res.show},
		{fiber.MethodPost, "/desk/consultations/:id/results", adjudicator, res.release},
		{fiber.MethodGet, "/desk/consultations/:id/results/clauses", looks, deskFinal{e}.show},
		{fiber.MethodPost, "/desk/consultations/:id/results/clauses", adjudicator, deskFinal{e}.choose},
		{fiber.MethodPost, "/desk/consultations/:id/results/first", adjudicator, res.releaseFirst},
		{fiber.MethodGet, "/desk/consultations/:id/results/corrections", looks, fix.list},
		{fiber.MethodPost, "/desk/consultations/:id/results/corrections", adjudicator, fix.propose},
		{fiber.MethodPost, "/desk/consultations/:id/results/corrections/:kid/confirm", checker, fix.settle("corrected", e.App.ConfirmCorrection)},
		{fiber.MethodPost, "/desk/consultations/:id/results/corrections/:kid/drop", checker, fix.settle("dropped", e.App.DropCorrection)},
	}
}

// deskWorkbenchRoutes are what staff do with suggestions among themselves. They come
// before those of deskAnswerRoutes that name a suggestion.
func (e *Env) deskWorkbenchRoutes() []Route {
	bench, asked := deskWorkbench{e}, deskOpinions{e}
	adjudicator := only(account.Adjudicator).of(OfConsultation)
	notes := only(account.Adjudicator, account.Reviewer).of(OfConsultation)
	reads := only(account.Adjudicator, account.Auditor)
	return []Route{
		{fiber.MethodPost, "/desk/consultations/:id/suggestions/assign", adjudicator, bench.assign},
		{fiber.MethodPost, "/desk/consultations/:id/suggestions/ask", adjudicator, bench.ask},
		{fiber.MethodPost, "/desk/consultations/:id/suggestions/opinions/:oid/withdraw", adjudicator, bench.withdraw},
		{fiber.MethodPost, "/desk/consultations/:id/suggestions/:sid/notes", notes, bench.note},
		{fiber.MethodGet, opinionsPath, reads, asked.list},
		{fiber.MethodGet, opinionsPath + "/:id", reads.of(OfOpinion), asked.show},
		{fiber.MethodPost, opinionsPath + "/:id", only(account.Adjudicator).of(OfOpinion), asked.answer},
	}
}

// deskOpenDayRoutes are an open day from its first line to the door.
func (e *Env) deskOpenDayRoutes() []Route {
	day, edit, door := deskOpenDays{e}, deskOpenDayEdits{e}, deskDoor{e}
	drafter := only(account.Drafter)
	itsDrafter, atDoor := drafter.of(OfOpenDay), only(account.Drafter, account.Host).of(OfOpenDay)
	return []Route{
		{fiber.MethodGet, "/desk/open-days", staff, day.list},
		{fiber.MethodPost, "/desk/open-days", drafter, edit.create},
		{fiber.MethodGet, "/desk/open-days/new", drafter, edit.blank},
		{fiber.MethodGet, "/desk/open-days/:id", staff.of(OfOpenDay), day.show},
		{fiber.MethodPost, "/desk/open-days/:id/release", only(account.Approver).of(OfOpenDay), day.release},
		{fiber.MethodGet, "/desk/open-days/:id/edit", itsDrafter, edit.form},
		{fiber.MethodPost, "/desk/open-days/:id/edit", itsDrafter, edit.update},
		{fiber.MethodGet, "/desk/open-days/:id/bookings", atDoor, door.list},
		{fiber.MethodPost, "/desk/open-days/:id/check-in", atDoor, door.checkIn},
	}
}

// deskMessageRoutes are what is not being sent, and trying again.
func (e *Env) deskMessageRoutes() []Route {
	messages := deskMessages{e}
	return []Route{
		{fiber.MethodGet, "/desk/messages", only(account.Clerk, account.Auditor, account.Administrator), messages.list},
		{fiber.MethodPost, "/desk/messages/:id/retry", only(account.Clerk, account.Administrator), messages.retry},
		{fiber.MethodPost, "/desk/jobs/:id/retry", only(account.Administrator).of(OfEveryUnit), messages.retryJob},
	}
}

// deskClockRoutes are the periods: what moves one that is public, and what an
// administrator sets for all.
func (e *Env) deskClockRoutes() []Route {
	change, set := deskChanges{e}, deskSettings{e}
	approver := only(account.Approver).of(OfConsultation)
	looks, county := only(account.Administrator), only(account.Administrator).of(OfEveryUnit)
	return []Route{
		{fiber.MethodGet, "/desk/consultations/:id/extend", approver, change.form(extends)},
		{fiber.MethodPost, "/desk/consultations/:id/extend", approver, change.send(extends)},
		{fiber.MethodGet, "/desk/consultations/:id/withdraw", approver, change.form(withdraws)},
		{fiber.MethodPost, "/desk/consultations/:id/withdraw", approver, change.send(withdraws)},
		{fiber.MethodGet, "/desk/consultations/:id/delay", approver, change.form(delays)},
		{fiber.MethodPost, "/desk/consultations/:id/delay", approver, change.send(delays)},
		{fiber.MethodGet, kindsPath, looks, set.kinds},
		{fiber.MethodGet, kindsPath + "/:kind", county, set.kindForm},
		{fiber.MethodPost, kindsPath + "/:kind", county, set.setKind},
		{fiber.MethodGet, holidaysPath, looks, set.holidays},
		{fiber.MethodPost, holidaysPath, county, set.importHolidays},
	}
}
