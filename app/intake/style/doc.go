// Package style follows the styles of a mail's page as far as it takes to know which of its words somebody saw: tokens,
// selectors, values, colours, and rules for screens. What cannot be followed it counts as hiding perhaps, never as
// shown.
package style
