package app

import (
	"context"

	"nayan/internal/fault"
	"nayan/internal/follow"
	"nayan/internal/privacy"
	"nayan/repo"
)

// Following is what a follower sees of themselves.
type Following struct {
	Email string // masked: the link may have been passed on
	List  []follow.Followed
}

// Following shows what the holder of a link follows. Errors: NotFound.
func (a *App) Following(ctx context.Context, token string) (out Following, err error) {
	defer fault.Wrap(&err, "app.Following")
	f, err := a.Repo.FollowerByToken(ctx, hashToken(token))
	if err != nil {
		return Following{}, notFollowing(err)
	}
	email, err := a.Keys.Open(sealFollowerEmail, f.EmailSealed)
	if err != nil {
		return Following{}, err
	}
	out.Email = privacy.MaskContact(email)
	out.List, err = a.Repo.Follows(ctx, f.ID)
	return out, err
}

func notFollowing(err error) error {
	if fault.Is(err, fault.NotFound) {
		return fault.New(fault.NotFound, "follow.error.gone")
	}
	return err
}

// Whose finds and holds the follower who is to follow less.
type Whose func(context.Context, *repo.Tx) (repo.Follower, error)

// ByLink is the follower of a link.
func ByLink(token string) Whose {
	return func(ctx context.Context, tx *repo.Tx) (repo.Follower, error) {
		return tx.HoldFollower(ctx, hashToken(token))
	}
}

// ByAccount is the follower with the address of who is signed in.
func ByAccount(p Person) Whose {
	return func(ctx context.Context, tx *repo.Tx) (repo.Follower, error) {
		return tx.HoldFollowerOfAccount(ctx, p.ID)
	}
}

// StopFollow ends one follow; gone is true when it was the last one, and nothing
// of the follower is left. Errors: NotFound.
func (a *App) StopFollow(ctx context.Context, who Whose, id int64) (gone bool, err error) {
	defer fault.Wrap(&err, "app.StopFollow(%d)", id)
	return a.stop(ctx, who, func(tx *repo.Tx, f repo.Follower) error { return tx.StopFollow(ctx, f.ID, id) })
}

// StopFollowsAbout ends every follow by which news about a consultation comes: who
// asks for no more of it gets none for another reason. What waits to be sent about
// it is taken back. Errors: NotFound.
func (a *App) StopFollowsAbout(ctx context.Context, token, no string) (gone bool, err error) {
	defer fault.Wrap(&err, "app.StopFollowsAbout(%q)", no)
	return a.stop(ctx, ByLink(token), func(tx *repo.Tx, f repo.Follower) error {
		if err := tx.DropNewsAbout(ctx, f.ID, no, a.Now()); err != nil {
			return err
		}
		return tx.StopFollowsAbout(ctx, f.ID, no)
	})
}

// StopFollows ends them all and erases the follower. Errors: NotFound.
func (a *App) StopFollows(ctx context.Context, who Whose) (err error) {
	defer fault.Wrap(&err, "app.StopFollows")
	return a.Repo.Write(ctx, func(tx *repo.Tx) error {
		f, err := who(ctx, tx)
		if err != nil {
			return notFollowing(err)
		}
		return tx.DropFollower(ctx, f, a.Now())
	})
}

func (a *App) stop(ctx context.Context, who Whose, end func(*repo.Tx, repo.Follower) error) (gone bool, err error) {
	err = a.Repo.Write(ctx, func(tx *repo.Tx) error {
		f, err := who(ctx, tx)
		if err != nil {
			return notFollowing(err)
		}
		if err := end(tx, f); err != nil {
			return err
		}
		left, err := tx.FollowsLeft(ctx, f.ID)
		if gone = left == 0; err != nil || !gone {
			return err
		}
		return tx.DropFollower(ctx, f, a.Now())
	})
	return gone, err
}

// moveFollower lets what the address of an account follows be told to a new one,
// in the transaction that changes it.
func (a *App) moveFollower(ctx context.Context, tx *repo.Tx, accountID int64, email string) error {
	old, err := tx.HoldFollowerOfAccount(ctx, accountID)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	f, err := a.ensureFollower(ctx, tx, email)
	if err != nil || f.ID == old.ID {
		return err
	}
	if err := tx.MoveFollows(ctx, old.ID, f.ID); err != nil {
		return err
	}
	return tx.DropFollower(ctx, old, a.Now())
}

// forgetFollower ends whatever the address of an account follows, in a transaction.
func (a *App) forgetFollower(ctx context.Context, tx *repo.Tx, accountID int64) error {
	f, err := tx.HoldFollowerOfAccount(ctx, accountID)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return tx.DropFollower(ctx, f, a.Now())
}
