import type { Choices, ExampleEvent } from "@addendum/event-intake/live-messages";
import { typeNameOf } from "@addendum/event-fields";
import { isObject, own, parseJson } from "@addendum/json-schema";
import { curlCommand, producerCode, submission } from "../../pages/sending.ts";
import { fill, find, make } from "./dom.ts";

/** The form that sends an event: a schema's example, a broken one, or one's own. */
export class SendForm {
  private readonly form: HTMLFormElement;
  private readonly root: string;
  private readonly copy: (text: string, what: string) => void;
  private choices: Choices = { choices: [] };

  constructor(form: HTMLFormElement, root: string, copy: (text: string, what: string) => void) {
    this.form = form;
    this.root = root;
    this.copy = copy;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.send();
    });
    const on = (name: string, act: () => void) =>
      find(`[data-act=${name}]`, form).addEventListener("click", act);
    on("example", () => void this.fillIn("example"));
    on("broken", () => void this.fillIn("broken"));
    on("curl", () => this.copy(curlCommand(this.intake, this.text.value.trim()), "the command"));
    on("producer", () => this.copyProducer());
    void this.readChoices();
  }

  /** Puts a text into the form. */
  edit(text: string): void {
    this.text.value = text;
    this.text.focus();
    this.form.scrollIntoView({ block: "nearest" });
  }

  private get text(): HTMLTextAreaElement {
    return find("textarea", this.form);
  }

  private get intake(): string {
    return new URL(`${this.root}v1/events`, location.href).href;
  }

  private get chosen(): Choices["choices"][number] | undefined {
    return this.choices.choices[Number(find<HTMLSelectElement>("select", this.form).value)];
  }

  private async readChoices(): Promise<void> {
    const answer = await fetch(`${this.root}live/choices`).catch(() => undefined);
    if (answer?.ok !== true) return;
    this.choices = (await answer.json()) as Choices;
    const select = find<HTMLSelectElement>("select", this.form);
    const before = select.value;
    const options = this.choices.choices.map(({ stream, title }, index) =>
      make(
        "option",
        { attributes: { value: String(index) } },
        stream === title.replaceAll("/", ".") ? stream : `${stream} (${title})`,
      ),
    );
    fill(select, ...options);
    if (before !== "") select.value = before;
  }

  private async fillIn(kind: "example" | "broken"): Promise<void> {
    const { chosen } = this;
    if (chosen === undefined) {
      this.say("bad", "There is no stream yet that you could send an event to.");
      return;
    }
    const query = new URLSearchParams({ ...chosen, kind });
    const answer = await fetch(`${this.root}live/example?${query.toString()}`).catch(() => undefined);
    if (answer === undefined) {
      this.say("bad", "The intake does not answer.");
      return;
    }
    if (!answer.ok) {
      this.say("bad", ((await answer.json()) as { readonly detail: string }).detail);
      return;
    }
    const { event, what } = (await answer.json()) as ExampleEvent;
    this.text.value = JSON.stringify(event, null, 2);
    this.say("plain", what === "" ? "The schema's first example." : `The example, changed: ${what}.`);
  }

  private async send(): Promise<void> {
    const answer = await fetch(this.intake, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: this.text.value,
    }).catch(() => undefined);
    if (answer === undefined) {
      this.say("bad", "The intake does not answer.");
      return;
    }
    const said = reasons(await answer.text());
    if (answer.status === 201) this.say("good", "Accepted (201).");
    else this.say("bad", `Not accepted (${answer.status})`, said);
  }

  private copyProducer(): void {
    const text = this.text.value;
    const event = parseJson(text);
    const uri = isObject(event) ? own(event, "$schema") : undefined;
    const meta = isObject(event) ? own(event, "meta") : undefined;
    const stream = isObject(meta) ? own(meta, "stream") : undefined;
    const slash = typeof uri === "string" ? uri.lastIndexOf("/") : -1;
    const code = event === undefined ? undefined : submission(text, Infinity);
    if (typeof uri !== "string" || slash < 1 || typeof stream !== "string" || code === undefined) {
      this.say("bad", "To show code, the event needs $schema and meta.stream.");
      return;
    }
    const [title, version] = [uri.slice(1, slash), uri.slice(slash + 1)];
    const typeName = typeNameOf(title);
    const { typesPackage } = this.choices;
    const types =
      typesPackage === undefined
        ? uri
        : {
            typeName,
            uriName: `${typeName.charAt(0).toLowerCase()}${typeName.slice(1)}Uri`,
            from: `${typesPackage}/${title}/${version.split(".")[0] ?? ""}`,
          };
    this.copy(producerCode(stream, types, code), "the code");
  }

  private say(tone: "good" | "bad" | "plain", text: string, items: readonly string[] = []): void {
    fill(
      find(".send-answer", this.form),
      make(
        "div",
        { class: `answer answer-${tone}` },
        make("p", {}, text),
        items.length > 0 && make("ul", {}, ...items.map((item) => make("li", {}, item))),
      ),
    );
  }
}

/** What an intake says of events that it did not take. */
function reasons(text: string): readonly string[] {
  const answer = parseJson(text);
  if (!isObject(answer)) return text === "" ? [] : [text.slice(0, 200)];
  const lists = [own(answer, "invalid"), own(answer, "error")].flatMap((list) =>
    Array.isArray(list) ? (list as unknown[]) : [],
  );
  const found = lists.flatMap((entry) => {
    const context = isObject(entry) ? own(entry, "context") : undefined;
    const said = isObject(context) ? (own(context, "errorsText") ?? own(context, "message")) : undefined;
    return typeof said === "string" ? [said.slice(0, 1000)] : [];
  });
  const detail = own(answer, "detail");
  return found.length === 0 && typeof detail === "string" ? [detail] : found.slice(0, 10);
}
