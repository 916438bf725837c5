package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"strings"

	"nayan/internal/account"
	"nayan/internal/app"
)

// userCmd works on staff.
type userCmd struct {
	Add userAddCmd `cmd:"" help:"Add a member of staff. Approvers and administrators set up a second factor when they first sign in."`
}

type userAddCmd struct {
	Role  []account.Role `required:"" help:"drafter, reviewer, approver, adjudicator, host, clerk, auditor or administrator; may be repeated."`
	Email string         `required:"" help:"E-mail address to sign in with."`
	Name  string         `help:"Name shown on the desk; the e-mail's local part if left out."`
	Unit  string         `help:"Unit of the member; made if there is none of that name. The organiser if left out."`
	All   bool           `name:"all-units" help:"The roles are for every unit, as an administrator's always are."`
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
	return app.StaffInput{UnitID: unit, Name: cmd.Name, Email: cmd.Email, Password: password, Grants: cmd.grants(unit)}, err
}

// grants holds that the first administrator must be able to make every unit.
func (cmd userAddCmd) grants(unit int64) (list account.Grants) {
	for _, r := range cmd.Role {
		of := unit
		if cmd.All || r == account.Administrator {
			of = account.EveryUnit
		}
		list = append(list, account.Grant{UnitID: of, Role: r})
	}
	return list
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
