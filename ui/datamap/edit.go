package datamap

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"orangelab.cn/rightsdesk/model"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// sourceForm are the fields of a source while it is added or changed. Addresses show masked: they carry passwords.
type sourceForm struct {
	key, name, owner, address, write, dataset *part.Entry

	fields map[*part.Entry]*part.Field // of the one-line entries
}

func newSourceForm(src model.Source) *sourceForm {
	entry := func(text, placeholder string) *part.Entry {
		e := part.NewEntry(placeholder)
		e.SetText(text)
		return e
	}
	f := &sourceForm{key: entry(src.Key, "shop"), name: entry(src.Name, ""), owner: entry(src.Owner, ""),
		address: part.NewPasswordField("postgres://reader:password@server/db"),
		write:   part.NewPasswordField("postgres://writer:password@server/db"),
		dataset: part.NewMultiLine("dataset:\n  - fides_key: shop", 12)}
	f.address.SetText(src.Address)
	f.write.SetText(src.WriteAddress)
	f.dataset.Limit = datasetLimit
	f.dataset.SetText(src.Dataset)
	if src.Draft != "" {
		f.dataset.SetText(src.Draft) // it is gone on with
	}
	if src.Version != 0 {
		f.key.Disable()
	}
	f.fields = map[*part.Entry]*part.Field{
		f.key:  part.NewField(frame.L("Key"), f.key).WithHint(frame.L("The fides_key of its dataset file.")),
		f.name: part.NewField(frame.L("Source name"), f.name),
		f.address: part.NewField(frame.L("Address"), f.address).
			WithHint(
				frame.L("sqlite:PATH, postgres://…, mysql://…, mongodb://…, folder:PATH, ldaps://…, imaps://…, connector:NAME=VALUE&…; empty: its owner answers by hand.")),
		f.owner: part.NewField(frame.L("Owner"), f.owner),
		f.write: part.NewField(frame.L("Address for writing"), f.write).
			WithHint(frame.L("The same database with a credential that may write; empty: the desk only reads it.")),
	}
	return f
}

// datasetLimit is how many characters a dataset file may have that is edited here; a longer one is split.
const datasetLimit = 400_000

// read is the source as the form has it.
func (f *sourceForm) read(src model.Source) model.Source {
	src.Key, src.Name, src.Owner = strings.TrimSpace(f.key.Text), strings.TrimSpace(f.name.Text), strings.TrimSpace(
		f.owner.Text)
	src.Address, src.WriteAddress, src.Dataset = strings.TrimSpace(f.address.Text), strings.TrimSpace(
		f.write.Text), f.dataset.Text
	return src
}

// lined is the field of a dataset file; below it stands which line the cursor is in, since problems are named by line.
func lined(e *part.Entry) *part.Field {
	field := part.NewField(frame.L("Dataset file"), e).
		WithHint(
			frame.L("Each guess of a draft is marked: a file that still holds one is kept as a draft, not in use."))
	e.Wrapping, e.Scroll = fyne.TextWrapOff, fyne.ScrollBoth // so that a row is a line of the file
	e.OnCursorChanged = func() {
		field.Hint = frame.L("Line {{.A}}", e.CursorRow+1)
		field.Refresh()
	}
	return field
}

// edit adds or changes a source.
func (s *screen) edit(src model.Source) {
	f := newSourceForm(src)
	left := newGuesses(f.dataset)
	var d *part.Dialog
	draft := part.NewButton(frame.L("Draft from the tables"), func() {
		now := f.read(src)
		var text string
		s.frame.Try(func(ctx context.Context) (err error) {
			text, err = datamap.Draft(ctx, s.frame.Session, now.Key, now.Address, frame.Language())
			return err
		}, func(err error) {
			if err != nil {
				f.fault(d, err)
				return
			}
			d.SetProblem("", "")
			f.dataset.Retype(text)
		})
	})
	test := part.NewButton(frame.L("Test the connection"), func() {
		now := f.read(src)
		s.test(now.Address, now.WriteAddress)
	})
	body := part.VBox(10, part.Pair(f.fields[f.key], f.fields[f.name]),
		part.Pair(f.fields[f.address], f.fields[f.owner]), f.fields[f.write],
		part.HBox(8, test, draft, part.Gap(), left.bar),
		lined(f.dataset))
	d = part.NewDialog(part.DialogParts{Title: frame.L("Source"), Body: body, Confirm: frame.L("Save"),
		Cancel: frame.L("Cancel"), Width: 820, Long: true,
		OnConfirm: func() bool {
			next := f.read(src)
			s.frame.Try(func(ctx context.Context) error { return datamap.Save(ctx, s.frame.Session, next) },
				func(err error) {
					kept := keptAside(err)
					if err != nil && !kept {
						f.fault(d, err)
						return
					}
					d.Close()
					s.selectKey(next.Key)
					if kept {
						s.keptAsDraft(err) // not lost: the screen shows the draft and its lines
					}
				})
			return false
		}})
	s.frame.KeepForm(d, fmt.Sprint("data map ", src.Key), f.dataset) // an address may hold a password
	d.Show(s.frame.Window.Canvas())
}

// keptAside reports whether a source was saved, with its dataset file as a draft.
func keptAside(err error) bool {
	var wrong *datamap.DraftError
	var guess *datamap.GuessError
	return errors.As(err, &wrong) || errors.As(err, &guess)
}

// fault says what is wrong at the field it is about; beside the buttons where it is about none.
func (f *sourceForm) fault(d *part.Dialog, err error) {
	title, text := frame.Sentence(err)
	at := map[error]*part.Entry{datamap.ErrKey: f.key, datamap.ErrEngine: f.address, datamap.ErrOwner: f.owner,
		datamap.ErrWriter: f.write}
	for wrong, entry := range at {
		if errors.Is(err, wrong) {
			d.SetProblem("", "")
			f.fields[entry].SetProblem(text)
			d.Refresh()
			f.fields[entry].Focus()
			return
		}
	}
	d.SetProblem(title, text)
}
