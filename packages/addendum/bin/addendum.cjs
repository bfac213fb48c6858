#!/usr/bin/env node
"use strict";

require("@addendum/cli/command");
