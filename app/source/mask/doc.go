// Package mask carries out the masking strategies of the dataset format.
package mask
