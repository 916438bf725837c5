package app

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"time"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/message"
	"nayan/repo"
)

// PersonalData is everything that is held of a person, for them to read
// (个人信息保护法 art. 45). Its names in JSON are words that they understand; the
// few codes among the values are explained in the file that goes with it.
type PersonalData struct {
	MadeAt      time.Time            `json:"生成时间"`
	Account     PersonalAccount      `json:"账号"`
	Consents    []PersonalConsent    `json:"同意记录"`
	Sessions    []PersonalSession    `json:"登录记录"`
	Identities  []PersonalIdentity   `json:"绑定的统一身份"`
	Enterprises []PersonalEnterprise `json:"企业"`
	Comments    []PersonalComment    `json:"意见"`
	Bookings    []PersonalBooking    `json:"预约"`
	Messages    []PersonalMessage    `json:"消息"`
	Follows     []PersonalFollow     `json:"关注"`

	SurveyDrafts []PersonalSurveyDraft `json:"问卷草稿"`
}

// PersonalAccount is the account itself.
type PersonalAccount struct {
	Name        string    `json:"姓名"`
	Phone       string    `json:"手机号"`
	Email       string    `json:"邮箱"`
	HasPassword bool      `json:"设有密码"`
	CreatedAt   time.Time `json:"注册时间"`
}

// PersonalConsent is a version of the notice that was agreed to.
type PersonalConsent struct {
	Version string    `json:"说明的版本"`
	GivenAt time.Time `json:"同意时间"`
}

// PersonalSession is a record of signing in.
type PersonalSession struct {
	CreatedAt  time.Time `json:"登录时间"`
	LastSeenAt time.Time `json:"最近使用"`
	Browser    string    `json:"浏览器"`
	Address    string    `json:"网络地址"`
}

// PersonalIdentity is an identity at a provider.
type PersonalIdentity struct {
	Issuer   string    `json:"身份平台"`
	Subject  string    `json:"身份编号"`
	LinkedAt time.Time `json:"绑定时间"`
}

// PersonalEnterprise is an enterprise that the person belongs to.
type PersonalEnterprise struct {
	Name         string `json:"名称"`
	State        string `json:"状态"`
	Role         string `json:"角色"`
	USCC         string `json:"统一社会信用代码"`
	ContactName  string `json:"联系人"`
	ContactPhone string `json:"联系电话"`
	ContactEmail string `json:"联系邮箱"`
}

// PersonalComment is a comment with the answers to it.
type PersonalComment struct {
	ReceiptNo      string          `json:"回执编号"`
	ConsultationNo string          `json:"征集编号"`
	Title          string          `json:"征集标题"`
	ReceivedAt     time.Time       `json:"提交时间"`
	Identity       string          `json:"身份"`
	PublicName     string          `json:"公开的署名"`
	Name           string          `json:"姓名"`
	Phone          string          `json:"电话"`
	Email          string          `json:"邮箱"`
	Organisation   string          `json:"工作单位或企业"`
	USCC           string          `json:"统一社会信用代码"`
	ConsentVersion string          `json:"同意的说明版本"`
	SupersededAt   *time.Time      `json:"由新意见替代的时间"`
	Points         []PersonalPoint `json:"内容"`
	Files          []PersonalFile  `json:"附件"`
}

// PersonalFile is a file that came with a comment.
type PersonalFile struct {
	Name   string `json:"文件名"`
	Size   int64  `json:"字节数"`
	SHA256 string `json:"SHA-256"`
}

// PersonalPoint is one opinion within a comment.
type PersonalPoint struct {
	Body    string           `json:"意见"`
	Secret  string           `json:"商业秘密"`
	Clauses []string         `json:"针对条款"`
	Answers []PersonalAnswer `json:"答复"`
}

// PersonalAnswer is the answer to an opinion.
type PersonalAnswer struct {
	Outcome consult.Outcome `json:"结果"`
	Reason  string          `json:"理由"`
}

// PersonalBooking is a booking for an open day.
type PersonalBooking struct {
	OpenDayNo      string    `json:"开放日编号"`
	Theme          string    `json:"主题"`
	StartsAt       time.Time `json:"开始时间"`
	EndsAt         time.Time `json:"结束时间"`
	PartySize      int       `json:"人数"`
	State          string    `json:"状态"`
	Name           string    `json:"姓名"`
	Phone          string    `json:"手机号"`
	ConsentVersion string    `json:"同意的说明版本"`
	CreatedAt      time.Time `json:"预约时间"`
}

// PersonalMessage is what the person was told. Recipient is empty once it was sent.
type PersonalMessage struct {
	Channel   message.Channel  `json:"渠道"`
	Template  message.Template `json:"种类"`
	State     message.State    `json:"状态"`
	At        time.Time        `json:"时间"`
	Recipient string           `json:"收件地址"`
	Values    json.RawMessage  `json:"填入的内容"`
}

// opener opens sealed fields one after another and keeps the first error.
type opener struct {
	app *App
	err error
}

func (o *opener) open(field string, sealed []byte) string {
	if o.err != nil {
		return ""
	}
	text, err := o.app.Keys.Open(field, sealed)
	o.err = err
	return text
}

// PersonalData collects everything that is held of a person.
func (a *App) PersonalData(ctx context.Context, p Person) (d PersonalData, err error) {
	defer fault.Wrap(&err, "app.PersonalData(%d)", p.ID)
	d.MadeAt = local(a.Now())
	d.Account = PersonalAccount{Name: p.Name, Phone: p.Phone, Email: p.Email, HasPassword: p.HasPassword, CreatedAt: local(p.CreatedAt)}
	o := &opener{app: a}
	for _, fill := range []func(context.Context, int64, *opener, *PersonalData) error{
		a.fillSignIns, a.fillEnterprises, a.fillComments, a.fillBookings, a.fillMessages, a.fillFollows, a.fillSurveyDrafts,
	} {
		if err := fill(ctx, p.ID, o, &d); err != nil {
			return PersonalData{}, err
		}
	}
	return d, o.err
}

// local writes times as the county reads them.
func local(t time.Time) time.Time { return t.In(consult.Zone) }

func (a *App) fillSignIns(ctx context.Context, id int64, o *opener, d *PersonalData) error {
	consents, err := a.Repo.Consents(ctx, id)
	if err != nil {
		return err
	}
	for _, c := range consents {
		d.Consents = append(d.Consents, PersonalConsent{Version: c.Version, GivenAt: local(c.GivenAt)})
	}
	sessions, err := a.Repo.HeldSessions(ctx, id)
	if err != nil {
		return err
	}
	for _, s := range sessions {
		d.Sessions = append(d.Sessions, PersonalSession{CreatedAt: local(s.CreatedAt), LastSeenAt: local(s.LastSeenAt), Browser: s.Browser,
			Address: o.open(sealSessionAddress, s.AddressSealed)})
	}
	identities, err := a.Repo.IdentitiesOfAccount(ctx, id)
	for _, i := range identities {
		d.Identities = append(d.Identities, PersonalIdentity{Issuer: i.Issuer, LinkedAt: local(i.CreatedAt),
			Subject: o.open(sealSubject, i.SubjectSealed)})
	}
	return err
}

func (a *App) fillEnterprises(ctx context.Context, id int64, _ *opener, d *PersonalData) error {
	list, err := a.Repo.EnterprisesOf(ctx, id)
	for _, own := range list {
		e, err := a.openEnterprise(own.Enterprise)
		if err != nil {
			return err
		}
		d.Enterprises = append(d.Enterprises, PersonalEnterprise{Name: e.Name, State: string(e.State), Role: string(own.Role),
			USCC: e.USCC, ContactName: e.Contact.Name, ContactPhone: e.Contact.Phone, ContactEmail: e.Contact.Email})
	}
	return err
}

func (a *App) fillComments(ctx context.Context, id int64, o *opener, d *PersonalData) error {
	list, err := a.Repo.HeldComments(ctx, id)
	if err != nil {
		return err
	}
	held, err := a.Repo.HeldFiles(ctx, id)
	files := map[string][]PersonalFile{}
	for _, f := range held {
		files[f.ReceiptNo] = append(files[f.ReceiptNo], PersonalFile{Name: o.open(sealCommentFileName, f.NameSealed), Size: f.Size,
			SHA256: hex.EncodeToString(f.SHA256)})
	}
	for _, c := range list {
		d.Comments = append(d.Comments, PersonalComment{ReceiptNo: c.ReceiptNo, ConsultationNo: c.ConsultationNo, Title: c.ConsultationTitle,
			ReceivedAt: local(c.ReceivedAt), Identity: string(c.Identity), PublicName: c.PublicName, ConsentVersion: c.ConsentVersion,
			Name: o.open(sealCommentName, c.Name), Phone: o.open(sealCommentPhone, c.Phone), Email: o.open(sealCommentEmail, c.Email),
			Organisation: o.open(sealCommentOrganisation, c.Organisation), USCC: o.open(sealCommentUSCC, c.USCC),
			SupersededAt: c.SupersededAt, Points: personalPoints(o, c), Files: files[c.ReceiptNo]})
	}
	return err
}

func personalPoints(o *opener, c repo.HeldComment) (out []PersonalPoint) {
	for i, p := range c.Points {
		own := PersonalPoint{Body: p.Body, Secret: o.open(sealSecret, c.Secrets[i]), Clauses: p.ClauseLabels}
		for _, d := range p.Decisions {
			own.Answers = append(own.Answers, PersonalAnswer{Outcome: d.Outcome, Reason: d.Reason})
		}
		out = append(out, own)
	}
	return out
}

func (a *App) fillBookings(ctx context.Context, id int64, o *opener, d *PersonalData) error {
	list, err := a.Repo.HeldBookings(ctx, id)
	for _, b := range list {
		d.Bookings = append(d.Bookings, PersonalBooking{OpenDayNo: b.OpenDayNo, Theme: b.Theme, StartsAt: local(b.StartsAt),
			EndsAt: local(b.EndsAt), PartySize: b.PartySize, State: string(b.State), ConsentVersion: b.ConsentVersion,
			CreatedAt: local(b.CreatedAt), Name: o.open(sealBookingName, b.Name), Phone: o.open(sealBookingPhone, b.Phone)})
	}
	return err
}

func (a *App) fillMessages(ctx context.Context, id int64, o *opener, d *PersonalData) error {
	list, err := a.Repo.HeldMessages(ctx, id)
	for _, m := range list {
		own := PersonalMessage{Channel: m.Channel, Template: m.Template, State: m.State, At: local(m.CreatedAt),
			Recipient: o.open(sealMessageRecipient, m.Recipient)}
		// A code shows that a contact is somebody's only where it is read there.
		if values := o.open(sealMessageValues, m.Values); m.Template != message.Code && json.Valid([]byte(values)) {
			own.Values = json.RawMessage(values)
		}
		d.Messages = append(d.Messages, own)
	}
	return err
}
