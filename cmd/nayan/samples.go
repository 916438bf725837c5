package main

import (
	"context"
	"fmt"

	"nayan/internal/app"
	"nayan/internal/sample"
)

// demoPassword signs every sample member of staff in. It is printed: a demo has
// no secrets.
const demoPassword = "yunxi-demo-2026"

// loadSamples fills an empty database; one that has units is left alone.
func loadSamples(ctx context.Context, a *app.App) error {
	units, err := a.Repo.Units(ctx)
	if err != nil || len(units) > 0 {
		return err
	}
	county, err := sample.Load()
	if err != nil {
		return err
	}
	return sample.Fill(ctx, a, county, demoPassword, say)
}

// announce says where the demo is and how to sign in.
func announce(url string) {
	county, err := sample.Load()
	if err != nil {
		say(err.Error())
		return
	}
	say("")
	say("  纳言已就绪：" + url + "/")
	say("  工作台：    " + url + "/desk    密码均为 " + demoPassword)
	for _, m := range county.Staff {
		say(fmt.Sprintf("    %-32s %s %v", m.Email, m.Name, m.Roles))
	}
	say("  按 Ctrl-C 停止；数据会保留，--fresh 重新开始。")
	say("")
}
