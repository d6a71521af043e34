package part

import (
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// themed starts a test application with our theme; widgets are made after it.
func themed(t *testing.T, dark bool) {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(NewTheme(dark))
}

// window opens a test window with content of this size.
func window(t *testing.T, content fyne.CanvasObject, w, h float32) fyne.Window {
	t.Helper()
	win := test.NewTempWindow(t, content)
	win.SetPadded(false)
	win.Resize(fyne.NewSize(w, h))
	content.Refresh()
	content.Resize(fyne.NewSize(w, h))
	return win
}

// picture keeps what a window shows, if the variable PART_PICTURES names a folder.
func picture(t *testing.T, win fyne.Window, name string) {
	t.Helper()
	dir := os.Getenv("PART_PICTURES")
	if dir == "" {
		return
	}
	f, err := os.Create(filepath.Join(dir, name+".png"))
	if err != nil {
		t.Fatal(err)
	}
	if err := png.Encode(f, win.Canvas().Capture()); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

func sampleTop(name, role string) fyne.CanvasObject {
	search := NewSearchField("Reference, phone, e-mail, name…", "/")
	return NewTopBar(
		HBox(8, NewLogo(), NewSubHeading("Rightsdesk"), NewCaption("Orangelab · Service desk").In(ColorText2)),
		search,
		HBox(8, NewCaption("Commands").In(ColorText2), NewKeyHint("Ctrl K")),
		HBox(6, newText("EN", SizeCaption, ColorText, true), VLine(12), NewCaption("中文").In(ColorText2), Space(4, 1),
			NewIconButton("moon", "", nil), NewAvatar(), NewText(name), NewCaption(role).In(ColorText2),
			NewIconButton("lock", "", nil)),
	)
}

func sampleRail(selected int) *Rail {
	row := func(icon, text, count string) *RailRow {
		r := NewRailRow(icon, text, nil)
		r.Count = count
		return r
	}
	incidents := row("warn", "Incidents", "1")
	incidents.RedMark = true
	rail := NewRail([][]*RailRow{
		{row("next", "Next", "16"), row("inbox", "Received", "5"), row("id", "Identity", "18"),
			row("pen", "Correction", "7"),
			row("trash", "Deletion", "9"), row("copy", "Export", "21"), row("eye", "Review", "4")},
		{row("horn", "Notices", "2"), incidents, row("db", "Data map", ""), row("chart", "Oversight", "")},
	}, NewCaption("All saved"), NewCaption("Audit log intact, 48,213"))
	rail.Choose(selected)
	return rail
}

var sampleQueue = []QueueRow{
	{"1794", UrgencyToday, "R-2026-001794", "Correction", "**红", ChipWorking, "working", "answer by",
		"Fri 20 Nov, late", "CRM refused the write twice: hand it to its owner", "You", false},
	{"1801", UrgencyToday, "R-2026-001801", "Correction", "J***", ChipReview, "review", "answer by", "Today 18:00",
		"Check what 陈磊 prepared: 2 values in 1 source", "You", false},
	{"1842", UrgencyToday, "R-2026-001842", "Complaint", "M***", ChipReceived, "received", "settle by", "Today 18:00",
		"Acknowledge today: it arrived on Saturday", "Unclaimed", true},
	{"1819", UrgencySoon, "R-2026-001819", "Deletion", "*伟", ChipWorking, "working", "answer by", "Tomorrow",
		"1 row changed since the preview: preview it again", "You", false},
	{"1823", UrgencySoon, "R-2026-001823", "Export", "**明", ChipVerifying, "verifying", "verify by", "Wed 25 Nov",
		"Check the e-mail code you sent at 10:42", "You", false},
	{"1826", UrgencySoon, "R-2026-001826", "Cancellation", "L***", ChipWaiting, "waiting", "answer by", "Wed 25 Nov",
		"Wallet was emptied this morning: check blockers again", "You", false},
	{"1831", UrgencyLater, "R-2026-001831", "Export", "*娜", ChipWorking, "working", "answer by", "Thu 26 Nov",
		"Decide 3 rows that are also other people’s", "You", false},
	{"1817", UrgencyLater, "R-2026-001817", "Export", "A***", ChipAnswering, "answering", "answer by", "Thu 26 Nov",
		"Packet not opened for 5 days: remind by SMS", "You", false},
	{"1833", UrgencyLater, "R-2026-001833", "Withdrawal", "**军", ChipReceived, "received", "settle by", "Fri 27 Nov",
		"Settle what stops: location, contacts or both", "Unclaimed", true},
	{"1828", UrgencyLater, "R-2026-001828", "Deletion", "S***", ChipVerifying, "verifying", "verify by", "Fri 27 Nov",
		"Subject is 12: check the guardian’s proof", "You", false},
	{"1836", UrgencyLater, "R-2026-001836", "Correction", "**霞", ChipWaiting, "waiting", "answer by", "Mon 30 Nov",
		"New evidence arrived at 09:58: read it", "You", false},
	{"1812", UrgencyLater, "R-2026-001812", "Export", "**平", ChipWaiting, "waiting", "answer by", "Mon 30 Nov",
		"Reply arrived on Sunday: which orders are meant", "You", false},
	{"1838", UrgencyLater, "R-2026-001838", "Objection", "K***", ChipWorking, "working", "answer by", "Tue 1 Dec",
		"Stop personalised ads: 2 of 4 lists done", "You", false},
	{"1839", UrgencyLater, "R-2026-001839", "Deletion", "**宇", ChipWorking, "working", "answer by", "Wed 2 Dec",
		"Collect finished with 214 rows: build the plan", "You", false},
	{"1840", UrgencyLater, "R-2026-001840", "Cancellation", "*静", ChipReceived, "received", "settle by", "Thu 3 Dec",
		"Perhaps the same person as R-2026-001826", "Unclaimed", true},
	{"1841", UrgencyLater, "R-2026-001841", "Export", "T***", ChipVerifying, "verifying", "verify by", "Fri 4 Dec",
		"Check the agent’s signed permission", "Unclaimed", true},
}

// sampleNext is the screen "Next" with an open request.
func sampleNext() (fyne.CanvasObject, *Panes) {
	queue := NewQueueList(func(row int, q *QueueRow) { *q = sampleQueue[row] })
	queue.SetCount("", len(sampleQueue), nil)
	queue.Select(4)
	filter := NewSegment([]string{"Mine and unclaimed", "All staff"}, 0, nil)
	more := NewButton("", nil).AsSmall().WithIcon("filter")
	list := VBox(0,
		Fixed(0, ListTitleHeight-2,
			Inset(0, 16, 0, 16, HBox(8, NewSubHeading("Next"), Grow(NewCaption("16 to do, nearest clock first")),
				filter, more))),
		HLine(),
		Grow(queue),
		HLine(),
		Fixed(0, KeyHintsHeight-1,
			Inset(0, 16, 0, 16, HBox(8, NewKeyHint("J"), NewKeyHint("K"), NewCaption("move"), Space(4, 1),
				NewKeyHint("Enter"), NewCaption("open"),
				Space(4, 1), NewKeyHint("C"), NewCaption("claim"), Space(4, 1), NewKeyHint("Ctrl Enter"),
				NewCaption("next step"), Gap(), NewCaption("1 late")))),
	)
	due := NewDueBar()
	due.Received, due.Today, due.TodayAt, due.Due = "4 Nov received", "today 23 Nov", 0.634, "4 Dec"
	due.Milestones = []Milestone{{0.7, "identity by Wed 25 Nov", UrgencySoon}}
	code := NewCodeField(6)
	code.focused = true
	code.SetText("482")
	step := NewNextStep(NextStepParts{
		Caption: "Next step", Then: "then: collect from 5 sources", Title: "Check the e-mail code you sent at 10:42",
		Why:    "Ask for the 6 digits sent to m***@163.com. Valid until 10:57, 10 minutes left.",
		Fields: []fyne.CanvasObject{code}, Primary: NewPrimary("Check code", "Ctrl Enter", nil),
		Others: []fyne.CanvasObject{NewButton("Send again", nil), NewButton("Try another way", nil)},
		Link:   NewLink("Not proven…", nil),
	})
	tabs := NewTabStrip([]Tab{{ID: "who", Text: "Who", Done: true}, {ID: "what", Text: "What", Done: true},
		{ID: "id", Text: "Identity"},
		{ID: "f", Text: "Findings"}, {ID: "p", Text: "Plan"}, {ID: "l", Text: "Letters", Count: "1"},
		{ID: "log", Text: "Log", Count: "9"}}, nil)
	tabs.Choose(2)
	columns := func(a, b, c string) []Column {
		return []Column{{Title: a, Flex: 220, BoldHead: true}, {Title: b, Flex: 154}, {Title: c, Flex: 220},
			{Title: "When", Width: 42, Align: fyne.TextAlignTrailing}}
	}
	evidence := NewSheet(columns("Evidence so far", "On file", "Result"), []RowData{
		{Cells: []Cell{{Text: "Signed in to the account", Icon: "x", IconColor: ColorText2},
			{Text: "account since 2019", Color: ColorText2}, {Text: "Not possible, password lost", Color: ColorText3},
			{Text: "10:28", Color: ColorText3}}},
		{Cells: []Cell{{Text: "Phone code, 138****1234", Icon: "check", IconColor: ColorText2},
			{Text: "changed 2 Nov 2026", Color: ColorAmber}, {Text: "Passed, does not count", Color: ColorAmber},
			{Text: "10:31", Color: ColorText3}}},
		{Cells: []Cell{{Text: "E-mail code, m***@163.com", Icon: "clock", IconColor: ColorPrimary},
			{Text: "on file since Mar 2021", Color: ColorText2},
			{Text: "Waiting for the code", Color: ColorPrimary, Bold: true}, {Text: "10:42", Color: ColorText3}}},
	})
	points := NewSheet(columns("Data points, values never shown", "Held in", "2 match of 2 needed"), []RowData{
		{Cells: []Cell{{Text: "Name"}, {Text: "shop, customer", Color: ColorText2},
			{Text: "Match", Color: ColorGreen, Icon: "check"}, {Text: "10:29", Color: ColorText3}}},
		{Cells: []Cell{{Text: "Phone before 2 Nov, last 4 digits"}, {Text: "account history", Color: ColorText2},
			{Text: "Match", Color: ColorGreen, Icon: "check"}, {Text: "10:33", Color: ColorText3}}},
		{Cells: []Cell{{Text: "Delivery district"}, {Text: "shop, last 3 orders", Color: ColorText2},
			{Text: "No match", Color: ColorRed, Icon: "x"}, {Text: "10:34", Color: ColorText3}}},
		{Cells: []Cell{{Text: "Month of the last order"}, {Text: "shop, orders", Color: ColorText2},
			{Text: "Compare…", Link: true}, {}}},
	})
	log := NewSheet([]Column{{Width: 44}, {}, {Width: 60, Align: fyne.TextAlignTrailing}}, []RowData{
		{Cells: []Cell{{Text: "10:42", Color: ColorText3}, {Text: "E-mail code sent to the address on file since 2021"},
			{Text: "王芳", Color: ColorText2, Small: true}}},
		{Cells: []Cell{{Text: "10:34", Color: ColorText3}, {Text: "Delivery district compared: no match"},
			{Text: "王芳", Color: ColorText2, Small: true}}},
		{Cells: []Cell{{Text: "10:31", Color: ColorText3},
			{Text: "Phone code passed, not counted: phone changed 2 Nov"},
			{Text: "王芳", Color: ColorText2, Small: true}}},
	}).SetHeights(0, 30)
	levels := NewLevelBar(Level{"Level 1 reached", ColorGreen, false, 1},
		Level{"Level 2: 1 code left", ColorPrimary, true, 0.66}, Level{"Level 3 not needed", ColorText3, false, 0})
	detail := Inset(10, PageEdge, 0, PageEdge, VBox(0,
		Fixed(0, 32, HBox(12, NewHeading("Export · R-2026-001823"), NewChip(ChipVerifying, "verifying"), Gap(),
			NewIconButton("win", "", nil), NewIconButton("more", "", nil))),
		NewCaption("**明  ·  asks for himself  ·  feedback portal  ·  rules: statement, CN law  ·  held by you").
			In(ColorText2).Short(),
		Space(1, 12),
		HBox(8, NewSubHeading("Due Fri 4 Dec 2026"), NewText("in 11 days").In(ColorText2),
			Grow(NewCaption("Company promise: 30 calendar days, 4 Nov not counted").Trailing().Short())),
		Space(1, 8), due, Space(1, 10), step, Space(1, 12), tabs, Space(1, 12),
		NewBanner(BannerAmber, "warn", "The phone changed 2 days before the request.",
			"A code to it counts for nothing here.", NewLink("Why", nil)),
		Space(1, 15),
		HBoxTop(12,
			Fixed(264, 0, VBox(0, NewBold("Level 2 of 3 required"), NewCaption("Export without sensitive data"))),
			Grow(Inset(5, 0, 0, 0, levels))),
		Space(1, 10), evidence, Space(1, 14), points, Space(1, 14),
		Fixed(0, 24, HBox(8, newText("Last entries", SizeCaption, ColorText2, true), Gap(),
			NewLink("Open log", nil).AsSmall())), HLine(), log,
	))
	panes := NewPanes(sampleRail(0), list, Page(detail))
	panes.Open(true)
	return VBox(0, sampleTop("王芳", "agent"), Grow(panes)), panes
}

func TestScreensMadeOfTheseParts(t *testing.T) {
	for _, dark := range []bool{false, true} {
		for _, size := range []fyne.Size{{Width: 1440, Height: 900}, {Width: 1180, Height: 720},
			{Width: 1024, Height: 700}} {
			name := fmt.Sprintf("%.0f", size.Width)
			if dark {
				name += "-dark"
			}
			themed(t, dark)
			next, _ := sampleNext()
			picture(t, window(t, next, size.Width, size.Height), "next-"+name)
			findings, _ := sampleFindingsScreen()
			picture(t, window(t, findings, size.Width, size.Height), "findings-"+name)
			picture(t, window(t, samplePlan(), size.Width, size.Height), "plan-"+name)
		}
	}
}
