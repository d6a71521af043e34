package part

// Commands that keys are bound to. Their names on screen are the window's business.
const (
	CmdNextRow    = "row.next"
	CmdPrevRow    = "row.previous"
	CmdOpen       = "row.open"
	CmdBack       = "back"
	CmdSearch     = "search"
	CmdPalette    = "palette"
	CmdKeys       = "keys"
	CmdNextStep   = "step.next"
	CmdClaim      = "claim"
	CmdNextTab    = "tab.next"
	CmdPrevTab    = "tab.previous"
	CmdSharedNext = "findings.next-shared"
	CmdAgree      = "findings.agree"
	CmdReturn     = "review.return"
	CmdNew        = "request.new"
	CmdLeaveOut   = "findings.leave-out"
	CmdMask       = "findings.mask"
	CmdInclude    = "findings.include"
	CmdCopy       = "copy"
	CmdReveal     = "reveal"
	CmdLock       = "lock"
	CmdOwnWindow  = "window.own"
	CmdMark       = "row.mark"
	CmdUndecided  = "file.undecided"
	CmdEncoding   = "file.encoding"
	CmdColumns    = "file.columns"
	CmdNextArea   = "area.next"
	CmdPrevArea   = "area.previous"
	CmdGuide      = "guide"
	CmdLarger     = "text.larger"
	CmdSmaller    = "text.smaller"
	CmdUsual      = "text.usual"
	CmdNotTheirs  = "map.not-personal"
	CmdUndo       = "undo"
)

// CmdGo, CmdTab and CmdChoice are followed by a number from 1: the place in the rail, the tab of the open request, the
// choice about a record.
const (
	CmdGo     = "go."
	CmdTab    = "tab."
	CmdChoice = "choice."
)

// Situations of shortcuts.
const (
	WhenRequest  When = "request"  // a request is open
	WhenFindings When = "findings" // its findings show
	WhenReview   When = "review"   // it is being reviewed
	WhenList     When = "list"     // a list shows
	WhenUnopened When = "unopened" // a list shows, and none of it is open
	WhenTask     When = "task"     // a screen for one piece of work shows, see frame.Task
)

// Shortcuts is the one table of the window's keys. What lists, fields and dialogs do with a key of their own stands in
// the overview of keys alone, as the keys that buttons show.
var Shortcuts = []Binding{
	{"J", CmdNextRow, WhenList},
	{"Down", CmdNextRow, WhenList},
	{"K", CmdPrevRow, WhenList},
	{"Up", CmdPrevRow, WhenList},
	{"Enter", CmdOpen, WhenList},
	{"Esc", CmdBack, Always},
	{"/", CmdSearch, Always},
	{"?", CmdKeys, Always},
	{"Ctrl+K", CmdPalette, Always},
	{"Ctrl+N", CmdNew, Always},
	{"Ctrl+Enter", CmdNextStep, WhenRequest},
	{"Ctrl+Enter", CmdOpen, WhenUnopened}, // its next step is seen before it is done
	{"C", CmdClaim, WhenRequest},
	{"Alt+1", CmdGo + "1", Always},
	{"Alt+2", CmdGo + "2", Always},
	{"Alt+3", CmdGo + "3", Always},
	{"Alt+4", CmdGo + "4", Always},
	{"Alt+5", CmdGo + "5", Always},
	{"Alt+6", CmdGo + "6", Always},
	{"Alt+7", CmdGo + "7", Always},
	{"Alt+8", CmdGo + "8", Always},
	{"Alt+9", CmdGo + "9", Always},
	{"Alt+0", CmdGo + "10", Always},
	{"Alt+-", CmdGo + "11", Always},
	{"Alt+=", CmdGo + "12", Always},
	{"Alt+[", CmdGo + "13", Always},
	{"Alt+]", CmdGo + "14", Always},
	{"Alt+;", CmdGo + "15", Always},
	{"Alt+'", CmdGo + "16", Always},
	{"Alt+,", CmdGo + "17", Always},
	{"Alt+.", CmdGo + "18", Always},
	{"Alt+/", CmdGo + "19", Always},
	{"Alt+\\", CmdGo + "20", Always},
	{"Alt+`", CmdGo + "21", Always},
	{"Alt+Shift+1", CmdGo + "22", Always},
	{"Alt+Shift+2", CmdGo + "23", Always},
	{"Alt+Shift+3", CmdGo + "24", Always},
	{"Ctrl+=", CmdLarger, Always},
	{"Ctrl+Shift+=", CmdLarger, Always}, // Ctrl and the plus above it, as browsers have it
	{"Ctrl+-", CmdSmaller, Always},
	{"Ctrl+0", CmdUsual, Always},
	{"F1", CmdGuide, Always},
	{"F6", CmdNextArea, Always},
	{"Shift+F6", CmdPrevArea, Always},
	{"1", CmdTab + "1", WhenRequest},
	{"2", CmdTab + "2", WhenRequest},
	{"3", CmdTab + "3", WhenRequest},
	{"4", CmdTab + "4", WhenRequest},
	{"5", CmdTab + "5", WhenRequest},
	{"6", CmdTab + "6", WhenRequest},
	{"7", CmdTab + "7", WhenRequest},
	{"Ctrl+Tab", CmdNextTab, WhenRequest},
	{"Ctrl+Shift+Tab", CmdPrevTab, WhenRequest},
	{"N", CmdSharedNext, WhenFindings},
	{"Y", CmdAgree, WhenFindings},
	{"L", CmdLeaveOut, WhenFindings},
	{"M", CmdMask, WhenFindings},
	{"I", CmdInclude, WhenFindings},
	{"Shift+R", CmdReturn, WhenReview},
	{"Ctrl+C", CmdCopy, Always},
	{"Ctrl+Shift+E", CmdReveal, WhenRequest},
	{"Ctrl+L", CmdLock, Always},
	{"Ctrl+O", CmdOwnWindow, WhenRequest},
	{"J", CmdNextRow, WhenTask},
	{"Down", CmdNextRow, WhenTask},
	{"K", CmdPrevRow, WhenTask},
	{"Up", CmdPrevRow, WhenTask},
	{"Space", CmdMark, WhenTask},
	{"D", CmdUndecided, WhenTask},
	{"E", CmdEncoding, WhenTask},
	{"O", CmdColumns, WhenTask},
	{"Y", CmdAgree, WhenTask},
	{"X", CmdNotTheirs, WhenTask},
	{"N", CmdSharedNext, WhenTask},
	{"U", CmdUndo, WhenTask},
	{"1", CmdChoice + "1", WhenTask},
	{"2", CmdChoice + "2", WhenTask},
	{"3", CmdChoice + "3", WhenTask},
	{"Ctrl+Enter", CmdNextStep, WhenTask},
}
