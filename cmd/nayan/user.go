package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"strings"

	"nayan/internal/app"
	"nayan/internal/consult"
)

// userCmd works on staff.
type userCmd struct {
	Add userAddCmd `cmd:"" help:"Add a member of staff."`
}

type userAddCmd struct {
	Role  []consult.Role `required:"" help:"drafter, reviewer, approver, adjudicator or administrator; may be repeated."`
	Email string         `required:"" help:"E-mail address to sign in with."`
	Name  string         `help:"Name shown on the desk; the e-mail's local part if left out."`
	Unit  string         `help:"Unit of the member; made if there is none of that name. The organiser if left out."`
	Stdin bool           `name:"password-stdin" help:"Read the password from standard input instead of making one."`
}

// Run adds the member and prints the password it made, once.
func (cmd userAddCmd) Run(ctx context.Context) error {
	c, err := loadConfig()
	if err != nil {
		return err
	}
	a, closeDB, err := openApp(c)
	if err != nil {
		return err
	}
	defer closeDB()
	password, err := cmd.password()
	if err != nil {
		return err
	}
	in, err := cmd.input(ctx, a, c, password)
	if err != nil {
		return err
	}
	if _, err := a.AddStaff(ctx, app.System, in); err != nil {
		return err
	}
	if !cmd.Stdin {
		fmt.Fprintln(os.Stdout, "password:", password)
	}
	return nil
}

func (cmd userAddCmd) password() (string, error) {
	if !cmd.Stdin {
		return rand.Text(), nil
	}
	line, err := bufio.NewReader(os.Stdin).ReadString('\n')
	if line = strings.TrimRight(line, "\r\n"); line != "" {
		err = nil
	}
	return line, err
}

func (cmd userAddCmd) input(ctx context.Context, a *app.App, c config, password string) (app.StaffInput, error) {
	if cmd.Name == "" {
		cmd.Name, _, _ = strings.Cut(cmd.Email, "@")
	}
	if cmd.Unit == "" {
		cmd.Unit = c.Organiser
	}
	unit, err := unitNamed(ctx, a, cmd.Unit)
	return app.StaffInput{UnitID: unit, Name: cmd.Name, Email: cmd.Email, Password: password, Roles: cmd.Role}, err
}

// unitNamed finds a unit by its name or makes it.
func unitNamed(ctx context.Context, a *app.App, name string) (int64, error) {
	units, err := a.Repo.Units(ctx)
	if err != nil {
		return 0, err
	}
	for _, u := range units {
		if u.Name == name {
			return u.ID, nil
		}
	}
	return a.AddUnit(ctx, app.System, name, len(units))
}
