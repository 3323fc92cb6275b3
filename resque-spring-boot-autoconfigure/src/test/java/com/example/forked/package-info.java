/**
 * An application of somebody else.
 */
package com.example.forked;
