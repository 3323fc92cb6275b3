/**
 * An application of somebody else, to be started as in Ruby.
 */
package com.example.classic;
