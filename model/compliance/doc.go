// Package compliance has the records that an organisation keeps of its own duties: whom data go to, what was disclosed,
// who may work with it, which plans there are. Their kinds are data; what is due, what is missing and what they bar is
// worked out here.
package compliance
