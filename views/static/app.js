// What the pages do better with a script. Every one of them works without it.
"use strict";
