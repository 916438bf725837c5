package jobs

import (
	"context"
	"time"

	"github.com/riverqueue/river"

	"nayan/internal/app"
)

// inviteTime bounds one attempt at inviting; the next goes on where it was cut off.
const inviteTime = 4 * time.Minute

// inviteEnterprises invites whom a released consultation addresses.
type inviteEnterprises struct {
	river.WorkerDefaults[app.InviteEnterprises]
	app *app.App
}

// Timeout implements river.Worker.
func (*inviteEnterprises) Timeout(*river.Job[app.InviteEnterprises]) time.Duration { return inviteTime }

// Work implements river.Worker.
func (w *inviteEnterprises) Work(ctx context.Context, job *river.Job[app.InviteEnterprises]) error {
	return w.app.InviteTo(ctx, job.Args.ConsultationID)
}

// inviteVerified invites an enterprise to what was under way when it was verified.
type inviteVerified struct {
	river.WorkerDefaults[app.InviteVerified]
	app *app.App
}

// Work implements river.Worker.
func (w *inviteVerified) Work(ctx context.Context, job *river.Job[app.InviteVerified]) error {
	return w.app.Invite(ctx, job.Args.EnterpriseID)
}
