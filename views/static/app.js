// What the pages do better with a script. Every one of them works without it.
"use strict";
{
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const on = (root, type, selector, act) =>
    root.addEventListener(type, (event) => {
      const target = event.target.closest(selector);
      if (target) act(target, event);
    });
  const fill = (template, ...values) => values.reduce((text, value) => text.replace("%d", value), template);

  // What only works with a script shows itself now.
  all("[data-js], [data-print]").forEach((element) => (element.hidden = false));
  on(document, "click", "[data-print]", () => window.print());

  // A rejected form begins with what is wrong.
  document.querySelector("[data-focus]")?.focus();

  // A second click sends nothing more; the idempotency key guards what gets through.
  on(document, "submit", "form[data-once]", (form, event) => {
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "yes";
    const button = event.submitter?.dataset.busy ? event.submitter : form.querySelector("[data-busy]");
    if (!button) return;
    button.setAttribute("aria-disabled", "true");
    button.dataset.idle = button.textContent;
    button.textContent = button.dataset.busy;
  });
  addEventListener("pageshow", () =>
    all("form[data-sent]").forEach((form) => {
      delete form.dataset.sent;
      all("[data-idle]", form).forEach((button) => {
        button.removeAttribute("aria-disabled");
        button.textContent = button.dataset.idle;
      });
    }),
  );

  const bodies = (form) => all('[data-point] textarea[name$=".body"]', form);

  // Characters are counted as the server counts them: by code point, all points together.
  const count = (form) => {
    const counter = form.querySelector("[data-counter]");
    if (!counter) return;
    const limit = Number(counter.dataset.counter);
    const typed = all("[data-point] textarea", form).reduce((sum, area) => sum + [...area.value.trim()].length, 0);
    if (typed > 0) counter.textContent = fill(counter.dataset.typed, typed, limit);
    counter.classList.toggle("over", typed > limit);
  };

  // What was typed outlives a closed form or a broken line, in this browser tab
  // only. Names, phones and trade secrets are not kept.
  const keep = (form) => sessionStorage.setItem(form.dataset.keep, JSON.stringify(bodies(form).map((area) => area.value)));
  // One more point without asking the server: the last one again, emptied.
  const renumber = (point, from, to) => {
    const rename = (text) => text.replace(`points.${from}.`, `points.${to}.`).replace(`points[${from}]`, `points[${to}]`);
    all("[id], [name], [for], [aria-describedby]", point).forEach((element) =>
      ["id", "name", "for", "aria-describedby"].forEach((attribute) => {
        if (element.hasAttribute(attribute)) element.setAttribute(attribute, rename(element.getAttribute(attribute)));
      }),
    );
  };
  const title = (point, number) => {
    const legend = point.querySelector("legend");
    legend.classList.remove("visually-hidden");
    legend.textContent = fill(legend.dataset.pointTitle, number);
  };
  const addPoint = (button) => {
    const points = all("[data-point]", button.form);
    const last = points.at(-1);
    const next = last.cloneNode(true);
    renumber(next, points.length - 1, points.length);
    title(last, points.length);
    title(next, points.length + 1);
    all(".field-error", next).forEach((element) => element.remove());
    all("input", next).forEach((box) => (box.checked = false));
    next.querySelector("[data-picks]")?.prepend(...next.querySelector("[data-chosen]").children);
    all("details", next).forEach((fold) => (fold.open = false));
    all("textarea", next).forEach((area) => (area.value = ""));
    const area = next.querySelector("textarea");
    area.required = false;
    last.after(next);
    button.hidden = points.length + 1 >= Number(button.dataset.addPoint);
    return area;
  };
  on(document, "click", "[data-add-point]", (button, event) => {
    event.preventDefault();
    addPoint(button).focus();
  });

  const recall = (form) => {
    const kept = JSON.parse(sessionStorage.getItem(form.dataset.keep) ?? "[]").filter((text) => text !== "");
    const button = form.querySelector("[data-add-point]");
    while (button && bodies(form).length < kept.length) addPoint(button);
    bodies(form).forEach((area, i) => (area.value ||= kept[i] ?? ""));
  };

  all(".comment-form").forEach((form) => {
    recall(form);
    count(form);
    form.addEventListener("input", () => {
      count(form);
      keep(form);
    });
  });
  all("[data-forget]").forEach((element) => sessionStorage.removeItem(element.dataset.forget));

  // Beside the draft, 对本条提意见 marks the clause in the form instead of leaving the page.
  const panel = document.querySelector("[data-clause-form]");
  on(document, "click", "a[data-clause]", (link, event) => {
    const point = panel && all("[data-point]", panel).at(-1);
    const box = point?.querySelector(`input[value="${link.dataset.clause}"]`);
    if (!box || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    box.checked = true;
    point.querySelector("[data-chosen]").append(box.closest("label"));
    all(".clause.on").forEach((clause) => clause.classList.remove("on"));
    link.closest(".clause").classList.add("on");
    panel.scrollIntoView({ block: "nearest" });
    point.querySelector("textarea").focus();
  });

  // The receipt as a plain text file.
  on(document, "click", "[data-save]", () => {
    const slip = document.querySelector("[data-slip]");
    const lines = all("div", slip).map((line) => [...line.children].map((cell) => cell.textContent.trim()).join("：") + "\r\n");
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob(["\ufeff", ...lines], { type: "text/plain;charset=utf-8" }));
    link.download = slip.dataset.slip;
    link.click();
    URL.revokeObjectURL(link.href);
  });

  // All the boxes of one name at once.
  on(document, "click", "[data-pick-all]", (button) =>
    all(`input[name="${button.dataset.pickAll}"]`).forEach((box) => (box.checked = true)),
  );

  // The templates of a reason stand under it, those of the outcome that is chosen.
  const reasons = document.querySelector("[data-reasons]");
  const offer = (form) => {
    const place = form.querySelector("[data-templates]");
    const list = reasons?.querySelector(`[data-outcome="${form.querySelector("[name=outcome]:checked")?.value}"]`);
    place.hidden = !list;
    place.replaceChildren(
      ...[...(list?.children ?? [])].map((line) => {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "template";
        button.dataset.template = line.textContent;
        const label = document.createElement("b");
        label.textContent = reasons.dataset.label;
        button.append(label, " ", line.textContent);
        return button;
      }),
    );
  };
  all("form[data-deciding]").forEach(offer);
  on(document, "change", "form[data-deciding] [name=outcome]", (box) => offer(box.form));
  on(document, "click", "[data-template]", (button) => {
    const area = button.closest("form").querySelector("[name=reason]");
    const text = button.dataset.template;
    const kept = area.value.trim() === "" || all("[data-outcome] li", reasons).some((line) => line.textContent === area.value);
    if (!kept && !confirm(reasons.dataset.replace)) return;
    area.value = text;
    area.focus();
    const blank = text.indexOf("【");
    if (blank >= 0) area.setSelectionRange(blank, text.indexOf("】") + 1);
  });

  // Moderation: what is selected in the comment goes into the field of what to cover.
  const moderation = document.querySelector("[data-moderation]");
  const words = moderation?.querySelector("[data-redact] textarea");
  const selected = () => {
    const selection = getSelection();
    if (selection.isCollapsed) return "";
    const around = selection.getRangeAt(0).commonAncestorContainer;
    return (around.closest ? around : around.parentElement).closest(".redactable") ? selection.toString().trim() : "";
  };
  let picked = "";
  const pick = () => {
    const text = selected();
    if (!text || !words) return;
    if (words.value.trim() === picked) words.value = text; // the last selection gives way to this one
    else if (!words.value.split("\n").includes(text)) words.value = `${words.value.trimEnd()}\n${text}`;
    picked = text;
    words.closest("details").open = true;
  };
  if (words) document.addEventListener("pointerup", pick);

  // One suggestion: what is selected in a point goes into the field of what to cut off.
  const cutting = document.querySelector("[data-cutting]");
  const cut = () => {
    const text = selected();
    const form = text && getSelection().anchorNode.parentElement.closest("[data-cut]")?.querySelector("[data-cut-form]");
    if (!form) return;
    form.open = true;
    form.querySelector("textarea").value = text;
  };
  if (cutting) document.addEventListener("pointerup", cut);

  // Shortcuts of one key: never while typing, never with a modifier, and only as
  // long as they are wanted (WCAG 2.2, 2.1.4). act says whether a key did something.
  const shortcuts = (area, act) => {
    const wanted = area?.querySelector("[data-shortcuts]");
    if (!wanted) return;
    const remember = () => {
      area.classList.toggle("with-keys", wanted.checked);
      all("[data-key]", area).forEach((element) => {
        const target = element.matches("details") ? element.querySelector("summary") : element;
        if (wanted.checked) target.setAttribute("aria-keyshortcuts", element.dataset.key);
        else target.removeAttribute("aria-keyshortcuts");
      });
      localStorage.setItem("nayan.shortcuts", wanted.checked ? "on" : "off");
    };
    wanted.checked = localStorage.getItem("nayan.shortcuts") !== "off";
    remember();
    wanted.addEventListener("change", remember);
    document.addEventListener("keydown", (event) => {
      const typing = event.target.closest("textarea, select, [contenteditable], input:not([type=radio], [type=checkbox])");
      if (!wanted.checked || typing || event.repeat || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
      const key = event.key.toLowerCase();
      if (event.shiftKey && key !== "?") return;
      if (act(key)) event.preventDefault();
    });
  };
  const toggleHelp = (help) => {
    help.open = !help.open;
    help.querySelector("summary").focus();
    help.scrollIntoView({ block: "nearest" });
  };

  shortcuts(moderation, (key) => {
    const element = all("[data-key]", moderation).find((candidate) => candidate.dataset.key === key);
    if (!element) {
      const reasons = moderation.querySelector("[data-hide]");
      const radio = reasons?.open && all("input[type=radio]", reasons)[Number(key) - 1];
      if (!radio) return false;
      radio.checked = true;
      (radio.value === "other" ? reasons.querySelector("textarea") : radio).focus();
    } else if (key === "?") toggleHelp(element);
    else if (!element.matches("details")) element.click();
    else {
      if (key === "r") pick();
      element.open = true;
      element.querySelector("textarea, input[type=radio], input[type=checkbox]").focus();
      element.scrollIntoView({ block: "nearest" });
    }
    return true;
  });

  // The list of suggestions: from row to row, and what is done with the one that has
  // the focus, or of which something has.
  const bench = document.querySelector("[data-workbench]");
  const rowAt = () => document.activeElement.closest("[data-row]") ?? bench.querySelector("[data-row]:target");
  const move = (step) => {
    const rows = all("[data-row]", bench);
    const at = rows.indexOf(rowAt());
    const next = at < 0 ? rows[0] : rows[at + step];
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
    return Boolean(next);
  };
  const search = () => {
    const field = bench.querySelector("input[name=q]");
    field.focus();
    field.select();
    return true;
  };
  shortcuts(bench, (key) => {
    if (key === "j") return move(1);
    if (key === "k") return move(-1);
    if (key === "/") return search();
    if (key === "?") return toggleHelp(bench.querySelector('[data-key="?"]')) ?? true;
    if (key === "x") return rowAt()?.querySelector("input[name=ids]")?.click() ?? true;
    const radio = all("input[type=radio][name=outcome]", rowAt() ?? document.createElement("i"))[Number(key) - 1];
    radio?.click();
    radio?.focus();
    return Boolean(radio);
  });
}
