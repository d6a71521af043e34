package notice

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	app "orangelab.cn/rightsdesk/app/notice"
	"orangelab.cn/rightsdesk/app/outbox"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// lists are the lists of people that are given out where the desk does not send by itself; nil where none can be.
func (s *screen) lists(now app.Open) fyne.CanvasObject {
	if now.State != notice.Sending && now.State != notice.Sent {
		return nil
	}
	row := part.Flow(8)
	var items []part.MenuItem
	for _, ch := range notice.ByPerson {
		if !now.Content.Uses(ch) || slices.Contains(now.Sends, ch) || !s.frame.May(model.ActListNotice) {
			continue
		}
		items = append(items, part.MenuItem{Label: frame.L("Give out: {{.A}}…", channelName(ch)), Run: func() {
			s.giveList(ch, false)
		}})
		if now.Progress.Listed > 0 {
			items = append(items,
				part.MenuItem{Label: frame.L("The same list again: {{.A}}…", channelName(ch)), Run: func() {
					s.giveList(ch, true)
				}})
		}
		if ch == notice.Letter && now.Progress.Listed > 0 {
			items = append(items, part.MenuItem{Label: frame.L("The letters, to print…"), Run: s.giveLetters})
		}
	}
	if len(items) > 0 {
		var give *part.Button
		give = part.NewButton(frame.L("Give out a list…"), func() {
			at := fyne.CurrentApp().Driver().AbsolutePositionForObject(give)
			part.ShowMenu(s.frame.Window.Canvas(), at.AddXY(0, give.Size().Height+4), 240, items)
		}).AsSmall()
		row.Add(give)
	}
	if now.Progress.Listed > 0 && s.frame.May(model.ActSendNotice) {
		row.Add(part.NewButton(frame.L("Results from a file…"), s.results).AsSmall())
	}
	if len(row.Objects) == 0 {
		return nil
	}
	return part.VBox(4, part.NewSubHeading(frame.L("Lists for others to send")),
		part.NewParagraph(
			frame.L("Whom the desk cannot send to by itself stands in a list, each once. Its columns “line”, “result” (sent or failed) and “remark” come back as a file.")), row)
}

// consent is who agreed to a notice that takes no effect for whoever did not; nil where it asks for no consent.
func (s *screen) consent(now app.Open) fyne.CanvasObject {
	if !now.Content.NeedsConsent() || now.State == notice.Draft || now.State == notice.Approved {
		return nil
	}
	c := app.ConsentOf(now.Notice)
	column := part.VBox(4, part.NewSubHeading(frame.L("Express consent")),
		part.NewLine(frame.L("agree"), frame.Thousands(c.Agreed)),
		part.NewLine(frame.L("do not agree"), frame.Thousands(c.Declined)),
		part.NewLine(frame.L("no answer yet"), frame.Thousands(c.Silent)),
		part.NewParagraph(frame.L("It takes no effect for {{.A}} people: they did not agree expressly.",
			frame.Thousands(c.Declined+c.Silent))))
	row := part.Flow(8)
	if s.frame.May(model.ActAnswerNotice) {
		row.Add(part.NewButton(frame.L("Record an answer…"), s.answer).AsSmall())
		row.Add(part.NewButton(frame.L("Answers from a file…"), s.answers).AsSmall())
	}
	if s.frame.May(model.ActListNotice) {
		row.Add(part.NewButton(frame.L("List of those without effect…"), s.withoutEffect).AsSmall())
	}
	column.Add(row)
	return column
}

// saved says where a file that was given lies.
func (s *screen) saved(path string) {
	s.reload()
	s.frame.TellSaved(path)
}

func (s *screen) giveList(ch notice.Channel, again bool) {
	session, seen := s.frame.Session, s.shown.Seen()
	name := s.shown.Reference + "-" + string(ch) + ".csv"
	s.frame.SaveFile(frame.L("Where the list goes"), name, func(ctx context.Context, out io.Writer) error {
		_, err := app.GiveList(ctx, session.Job(), seen, ch, again, out)
		return err
	}, s.saved)
}

func (s *screen) giveLetters() {
	session, seen := s.frame.Session, s.shown.Seen()
	s.frame.SaveFile(frame.L("Where the letters go"), s.shown.Reference+"-letters.zip",
		func(ctx context.Context, out io.Writer) error {
			_, err := app.GiveLetters(ctx, session.Job(), seen, out)
			return err
		}, s.saved)
}

func (s *screen) withoutEffect() {
	session, seen := s.frame.Session, s.shown.Seen()
	s.frame.SaveFile(frame.L("Where the list goes"), s.shown.Reference+"-no-consent.csv",
		func(ctx context.Context, out io.Writer) error {
			_, err := app.WithoutEffect(ctx, session.Job(), seen, out)
			return err
		}, s.saved)
}

func (s *screen) results() {
	session, seen := s.frame.Session, s.shown.Seen()
	s.readLines(frame.L("File of results"), func(ctx context.Context, path string) (app.FileRead, error) {
		return app.ResultFile(ctx, session.Job(), seen, path)
	})
}

func (s *screen) answers() {
	session, seen := s.frame.Session, s.shown.Seen()
	s.readLines(frame.L("File of answers"), func(ctx context.Context, path string) (app.FileRead, error) {
		return app.AnswerFile(ctx, session.Job(), seen, path)
	})
}

// lineWords are why a line of a file changed nothing.
var lineWords = []struct {
	err  error
	text string
}{
	{app.ErrUnknownLine, "names nobody of this notice"},
	{app.ErrTwoInFile, "stands in the file more than once: the first counts"},
	{app.ErrUnknownResult, "its result is neither sent nor failed"},
	{app.ErrUnclear, "its answer is neither yes nor no"},
	{outbox.ErrNotListed, "stands in no list that was given out"},
	{outbox.ErrDoubled, "what became of it is known already"},
}

// maxShownLines is how many lines that changed nothing are named one by one.
const maxShownLines = 12

// readLines reads a file and says what came of it.
func (s *screen) readLines(title string, read func(context.Context, string) (app.FileRead, error)) {
	s.frame.ChooseFile(title, []string{".csv", ".tsv", ".xlsx", ".txt"}, func(path string) {
		var done app.FileRead
		s.frame.Run(func(ctx context.Context) (err error) {
			done, err = read(ctx, path)
			return err
		}, func() {
			s.reload()
			body := part.VBox(6,
				part.NewBody(frame.L("Lines written down: {{.A}}. Lines that changed nothing: {{.B}}.",
					frame.Thousands(done.Taken), frame.Thousands(len(done.Problems)))))
			for i, p := range done.Problems {
				if i == maxShownLines {
					body.Add(part.NewParagraph(frame.L("… and {{.A}} more", frame.Thousands(len(done.Problems)-i))))
					break
				}
				body.Add(part.NewParagraph(frame.L("Line {{.A}}: {{.B}}", p.Row, lineWord(p.Why))))
			}
			part.NewDialog(part.DialogParts{Title: title, Body: body, Cancel: frame.L("Close")}).
				Show(s.frame.Window.Canvas())
		})
	})
}

func lineWord(why error) string {
	for _, w := range lineWords {
		if errors.Is(why, w.err) {
			return frame.L(w.text)
		}
	}
	return ""
}

// answer asks who answered, then what.
func (s *screen) answer() {
	session, id := s.frame.Session, s.shown.ID
	who := part.NewEntry("")
	form := part.NewForm(part.NewField(frame.L("E-mail address or telephone number"), who))
	var people []app.Person
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: frame.L("Who answered?"), Body: form, Form: form,
		Confirm: frame.L("Look"), Cancel: frame.L("Cancel"), OnConfirm: func() bool {
			text := strings.TrimSpace(who.Text)
			return s.frame.SubmitTo(d, func(ctx context.Context) (err error) {
				if people, err = app.FindPeople(ctx, session, id, text); err == nil && len(people) == 0 {
					err = app.ErrUnknownLine
				}
				return err
			}, func() { s.answerOf(people) })
		}})
	d.Show(s.frame.Window.Canvas())
}

func (s *screen) answerOf(people []app.Person) {
	session, seen := s.frame.Session, s.shown.Seen()
	var names []part.Option
	for _, p := range people {
		names = append(names, part.Option{Text: frame.And(p.Name, p.Email, p.Phone)})
	}
	person, agrees := 0, false
	how := part.NewEntry("")
	form := part.NewForm(part.NewClaim(frame.L("The person"), names, func(i int) { person = i }),
		part.NewClaim(frame.L("The answer"),
			[]part.Option{{Text: frame.L("agrees expressly")}, {Text: frame.L("does not agree")}}, func(i int) {
				agrees = i == 0
			}),
		part.NewField(frame.L("How the person answered"), how).WithHint(frame.L("such as: by telephone on 3 December")))
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: frame.L("Record an answer"), Body: form, Form: form,
		Confirm: frame.L("Keep"), Cancel: frame.L("Cancel"), OnConfirm: func() bool {
			who, yes, said := people[person], agrees, how.Text
			return s.frame.SubmitTo(d,
				func(ctx context.Context) error { return app.Answer(ctx, session, seen, who, yes, said) }, s.reload)
		}})
	s.frame.KeepForm(d, fmt.Sprint("answer ", s.shown.ID))
	d.Show(s.frame.Window.Canvas())
}
