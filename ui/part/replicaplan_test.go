package part

import (
	"fyne.io/fyne/v2"
)

type finding struct {
	source, where, by, categories string
	sensitive, shared             bool
	decision                      string
}

var sampleFindings = []finding{
	{"shop", "customer 30417", "phone, e-mail", "Name, contact", false, false, "Include"},
	{"shop", "address 5519", "customer", "Contact address", false, false, "Include"},
	{"shop", "address 5520", "customer", "Contact address", false, false, "Include"},
	{"shop", "address 5521", "orders 88213", "Contact address, name", false, true, "Mask 3 columns"},
	{"shop", "orders 88102", "customer", "Transactions", true, false, "Include"},
	{"shop", "orders 88213", "customer", "Transactions", true, false, "Include"},
	{"shop", "orders 88377", "customer", "Transactions", true, false, "Include"},
	{"shop", "payment_card 912", "orders 88102", "Bank account", true, true, "Mask number"},
	{"shop", "payment_card 940", "orders 88377", "Bank account", true, true, "Leave out"},
	{"shop", "review 7714", "customer", "Content", false, false, "Include"},
	{"support", "ticket 20811", "e-mail", "Communication", true, false, "Include"},
	{"support", "message 61190", "ticket 20811", "Communication", true, true, "Mask 1 column"},
	{"support", "message 61194", "ticket 20811", "Communication", true, false, "Include"},
	{"support", "attachment 311", "message 61190", "Identity document", true, false, "Include"},
	{"crm", "contact 8120", "e-mail", "Contact", false, false, "Include"},
	{"crm", "campaign_send 440", "contact", "Behaviour", false, false, "Include"},
}

func fillFinding(row int, selected int, d *RowData) {
	f := sampleFindings[row%len(sampleFindings)]
	d.Cells[0] = Cell{Text: f.source, Color: ColorText2}
	d.Cells[1] = Cell{Text: f.where, Bold: row == selected}
	if f.shared {
		d.Cells[1].Mark, d.Cells[1].MarkColor = "users", ColorAmber
	}
	d.Cells[2] = Cell{Text: f.by, Color: ColorText2}
	d.Cells[3] = Cell{Text: f.categories}
	d.Cells[4] = Cell{Text: "Normal", Color: ColorText3}
	if f.sensitive {
		d.Cells[4] = Cell{Text: "Sensitive", Bold: true}
	}
	d.Cells[5] = Cell{Text: f.decision, Icon: "check", IconColor: ColorGreen}
	switch f.decision[0] {
	case 'M':
		d.Cells[5].Icon, d.Cells[5].IconColor = "eye", ColorAmber
	case 'L':
		d.Cells[5] = Cell{Text: f.decision, Color: ColorText2, Icon: "x"}
	}
}

var findingColumns = []Column{
	{ID: "source", Title: "Source", Width: 60}, {ID: "where", Title: "Where", Width: 140},
	{ID: "by", Title: "Reached by", Width: 106},
	{ID: "cat", Title: "Categories", Width: 156}, {ID: "sens", Title: "Sensitivity", Width: 72},
	{ID: "dec", Title: "Decision"},
}

// sampleFindingsScreen is the screen "Findings" of an open request.
func sampleFindingsScreen() (fyne.CanvasObject, *DataTable) {
	table := NewDataTable(findingColumns, func(row int, d *RowData) { fillFinding(row, 3, d) })
	table.SetCount(214)
	table.Select(3)
	tree := VBox(0)
	source := func(name, kind, count string, leaves ...[2]string) {
		tree.Add(Fixed(0, 30,
			Inset(0, 18, 0, 13, HBox(6, NewIcon("chevd", ColorText2, 14), NewBold(name),
				Grow(NewCaption(kind).In(ColorText2)), NewBold(count).In(ColorText2)))))
		for _, l := range leaves {
			tree.Add(Fixed(0, 28,
				Inset(0, 18, 0, 34, HBox(6, Grow(NewText(l[0]).In(ColorText2)), NewText(l[1]).In(ColorText3)))))
		}
	}
	all := NewRailRow("", "All sources", nil)
	all.Count, all.Selected = "214", true
	tree.Add(Inset(10, 8, 2, 8, Fixed(0, 28, all)))
	source("shop", "PostgreSQL", "25", [2]string{"customer", "1"}, [2]string{"address", "3"}, [2]string{"orders", "14"},
		[2]string{"payment_card", "2"}, [2]string{"review", "5"})
	source("support", "MySQL", "41", [2]string{"ticket", "6"}, [2]string{"message", "31"}, [2]string{"attachment", "4"})
	source("crm", "PostgreSQL", "55", [2]string{"contact", "1"}, [2]string{"campaign_send", "42"},
		[2]string{"loyalty", "12"})
	tree.Add(Gap())
	tree.Add(Inset(0, 0, 2, 16, HBox(8, NewMark(ColorMarkAmber), NewCaption("shared, not agreed yet").In(ColorText2))))
	tree.Add(Inset(0, 0, 12, 16, HBox(8, NewMark(ColorMarkGreen), NewCaption("shared, agreed").In(ColorText2))))
	filters := NewSegment([]string{"All 214", "Sensitive 59", "Shared 4", "Masked 6", "Left out 3"}, 0, nil)
	find := NewSearchField("Find in findings", "")
	scan := NewBanner(BannerAmber, "scan",
		"support.message.note has no category, yet holds the person’s e-mail in 4 rows.",
		"Found by the residue scan. Without a category the column stays out of the copy.",
		NewButton("Add to data map…", nil).AsSmall(), NewButton("Leave out", nil).AsSmall())
	scan.Below = true
	middle := VBox(0,
		Fixed(0, 43, Inset(0, 16, 0, 20, HBox(8, filters, Gap(), Fixed(150, 0, find)))), HLine(),
		Grow(table),
		Inset(12, 16, 8, 20, scan),
		Fixed(0, 46,
			Inset(0, 20, 0, 20, HBox(8, NewCaption("1 to 16 of 214"), Space(4, 1), NewKeyHint("N"),
				NewCaption("next shared row"), Space(4, 1), NewKeyHint("Y"), NewCaption("agree")))),
	)
	columns := NewSheet([]Column{{Title: "Column", Width: 100}, {Title: "Value"},
		{Title: "In the copy", Width: 80, Align: fyne.TextAlignTrailing}}, []RowData{
		{Cells: []Cell{{Text: "recipient", Color: ColorText2}, {Text: "*娜"},
			{Text: "masked", Color: ColorAmber, Bold: true, Small: true}}},
		{Cells: []Cell{{Text: "phone", Color: ColorText2}, {Text: "159****0082"},
			{Text: "masked", Color: ColorAmber, Bold: true, Small: true}}},
		{Cells: []Cell{{Text: "street", Color: ColorText2}, {Text: "朝阳区 ***"},
			{Text: "as it is", Color: ColorText3, Small: true}}},
		{Cells: []Cell{{Text: "door_note", Color: ColorText2}, {Text: "hidden, 12 letters"},
			{Text: "masked", Color: ColorAmber, Bold: true, Small: true}}},
	}).SetHeights(24, 28)
	choice := NewRadio([]Option{{"Leave out", "The row is listed as withheld, with the reason."},
		{"Mask columns", "recipient, phone, door_note"}, {"Include", "Needs the other person’s consent on file."}}, 1,
		nil)
	reason := NewMultiLine("", 3)
	reason.SetText("Gift order. The street is where he paid to deliver; the recipient’s name and phone are hers.")
	panel := Inset(14, 16, 14, 16, VBox(0,
		Fixed(0, 22, HBox(8, NewIcon("users", ColorAmber, 16),
			Grow(NewSubHeading("This address is also 1 other person’s").Short()))),
		NewParagraph(
			"shop.address 5521. Used by order 88213 of *伟 and by 2 orders of another customer, who is not shown."),
		Space(1, 8), columns, Space(1, 10), NewBold("Chosen by 王芳"), choice, Space(1, 10), NewField("Reason", reason),
		Gap(),
		NewNextStep(NextStepParts{Caption: "Next step", Then: "3 of 4 shared rows agreed",
			Title: "Agree with this choice, or ask for another", Narrow: true,
			Primary: NewPrimary("Agree", "Y", nil), Others: []fyne.CanvasObject{NewButton("Ask for another…", nil)}}),
	))
	tabs := NewTabStrip([]Tab{{ID: "who", Text: "Who", Done: true}, {ID: "what", Text: "What", Done: true},
		{ID: "id", Text: "Identity", Done: true},
		{ID: "f", Text: "Findings", Count: "214"}, {ID: "p", Text: "Plan"}, {ID: "l", Text: "Letters", Count: "2"},
		{ID: "log", Text: "Log", Count: "31"}}, nil)
	tabs.NoRule = true
	tabs.Choose(3)
	head := Fixed(0, 104,
		VBox(0, Grow(Inset(8, 20, 0, 14, HBoxTop(4, Inset(4, 0, 0, 0, NewIconButton("back", "", nil)), Grow(VBox(2,
			Fixed(0, 32, HBox(12, NewHeading("Export · R-2026-001798"), NewChip(ChipReview, "review"), Gap(),
				NewSubHeading("Due Mon 30 Nov 2026"), NewText("in 7 days").In(ColorText2))),
			HBox(8,
				Grow(
					NewCaption("*伟  ·  prepared by 王芳, 20 Nov 16:40  ·  you are the second person  ·  identity level 3 of 3 reached").In(ColorText2).Short()), NewCaption("30 calendar days from identity proven, 31 Oct · GB/T 35273, 8.7 a"))))))),
			Inset(0, 20, 0, 48, HBox(8, tabs, Gap(), NewIcon("shieldc", ColorGreen, 14),
				NewCaption("5 of 5 sources answered, 0 not reached").In(ColorText2))), HLine()))
	locked := NewButton("Release export", nil)
	locked.Lock("1 shared row not agreed")
	foot := Ground(ColorRaised, VBox(0, HLine(), Fixed(0, 67, Inset(0, 20, 0, 20, HBox(20,
		NewIcon("pack", ColorText2, 20),
		VBox(0, NewBold("211 rows in the packet, 6 of them masked; 3 withheld"),
			NewCaption("index.html, data.json, 4 attachments · 6.2 MB · AES-256 zip").In(ColorText2)), VLine(44),
		NewIcon("key", ColorText2, 16),
		VBox(0, NewText("Password by SMS to 135****6620"),
			NewCaption("Packet by e-mail to w***@qq.com, kept 14 days").In(ColorText2)), Gap(),
		NewCaption("1 shared row not agreed").In(ColorAmber), NewButton("Return with comment…", nil), locked)))))
	body := Workspace(Ground(ColorRaised, tree), middle, panel, 228, 520, 344)
	detail := VBox(0, head, Grow(body), foot)
	panes := NewPanes(sampleRail(6), Space(1, 1), detail)
	panes.SetMode(PanesDetail)
	return VBox(0, sampleTop("李静", "lead"), Grow(panes)), table
}

// samplePlan is the table of the screen "Plan": group rows among rows with values before and after.
func samplePlan() fyne.CanvasObject {
	table := NewDataTable([]Column{{Title: "Row", Width: 128}, {Title: "Column", Width: 88},
		{Title: "Before", Flex: 1, Min: 120}, {Title: "", Width: 20},
		{Title: "After", Flex: 1, Min: 120}, {Title: "How", Flex: 2}}, func(row int, d *RowData) {
		switch row % 6 {
		case 0:
			d.Group, d.Title, d.Note, d.Summary =
				true, "shop", "PostgreSQL, one transaction", "21 rewritten · 2 deleted · 14 kept · 1 changed"
		case 3:
			d.Tint = ColorAmberTint
			d.Cells[5] = Cell{Text: "changed since preview, now 186****2093", Small: true, Bold: true,
				Color: ColorAmber}
			fallthrough
		case 1, 2:
			d.Cells[0], d.Cells[1] = Cell{Text: "customer 30588"}, Cell{Text: "email", Color: ColorText2}
			d.Cells[2], d.Cells[3] = Cell{Text: "w***@qq.com", Chip: ChipOld}, Cell{Icon: "arrow",
				IconColor: ColorText2}
			d.Cells[4] = Cell{Text: "empty", Chip: ChipNew}
			if d.Cells[5].Text == "" {
				d.Cells[5] = Cell{Text: "set to null", Small: true, Color: ColorText2}
			}
		case 4:
			d.Cells[0], d.Cells[1] = Cell{Text: "payment_card 951"}, Cell{Text: "whole row", Color: ColorText2}
			d.Cells[2], d.Cells[3] = Cell{Text: "**** 6011", Chip: ChipOld}, Cell{Icon: "arrow", IconColor: ColorText2}
			d.Cells[4] = Cell{Text: "row deleted", Icon: "trash", Color: ColorRed}
			d.Cells[5] = Cell{Text: "delete", Small: true, Color: ColorText2}
		case 5:
			d.Cells[0], d.Cells[1] = Cell{Text: "orders, 14 rows"}, Cell{Text: "all columns", Color: ColorText2}
			d.Cells[2] = Cell{Text: "kept, out of daily use", Color: ColorText2, Small: true}
			d.Cells[4] = Cell{Text: "until 18 Mar 2029", Icon: "lock", Color: ColorText2, Small: true}
			d.Cells[5] = Cell{Text: "E-Commerce Law 31", Small: true, Color: ColorText2}
		}
	})
	table.SetRowHeight(PlanRowHeight)
	table.SetCount(60)
	table.SetEdge(PageEdge, 12)
	card := VBox(0, NewBold("Prepared by 王芳"),
		HBox(0, NewCaption("20 Nov 16:40, version 3"), Gap(), NewChip(ChipWaiting, "sign again")))
	work := NewProgress("Collecting from shop")
	work.Set(0.128, "1,204 of 9,377", "running", ColorTeal)
	side := Inset(14, 16, 14, 16, VBox(8,
		NewNextStep(NextStepParts{Caption: "Next step", Title: "Preview address 5604 again", Narrow: true,
			Why:     "Its phone changed at 09:14, after the preview. The plan does not run until this row is seen and signed again.",
			Primary: NewPrimary("Preview again", "Ctrl Enter", nil),
			Others:  []fyne.CanvasObject{NewButton("Leave out…", nil)}}),
		HBox(8, NewBold("Holds"), Gap(), NewCaption("2, confirmed by 李静")),
		NewLine("Orders and payments, 14 rows", "until 18 Mar 2029").
			WithBelow("E-Commerce Law Art. 31, 3 years from completion"),
		NewLine("Wallet balance", "¥36.20 refunded 19 Nov").WithIcon("check", ColorGreen),
		NewLine("Legal", "").WithIcon("warn", ColorRed).WithTrailing(NewButton("Seat…", nil).AsSmall()),
		NewCard(card),
		NewBanner(BannerRed, "warn", "The CRM refused the write twice.", "Nothing was lost; hand it to its owner."),
		NewBanner(BannerBlue, "info", "", "3 rows can be settled at once."),
		HBox(12, NewCheck("1 service model", nil), NewCheck("2 ownership", nil)),
		NewSelect([]string{"Export", "Deletion"}, 0, nil), NewPasswordField("Password"), NewDanger("Refuse…", nil),
		Gap()))
	return VBox(0, Grow(Workspace(Space(1, 1), VBox(0, Grow(table), Inset(12, 20, 12, 20, work)), side, 0, 400, 380)))
}
