// Drop a file on the article field: its text is put in, and a day in its name taken for the day of publication.

const field = document.getElementById("article") as HTMLTextAreaElement | null;
const day = document.getElementById("published") as HTMLInputElement | null;

if (field && day) {
  field.addEventListener("dragover", (event) => event.preventDefault());
  field.addEventListener("drop", async (event) => {
    const file = event.dataTransfer?.files[0];
    if (!file) return;
    event.preventDefault();
    field.value = await file.text();
    const found = /\d{4}-\d{2}-\d{2}/.exec(file.name);
    if (found && !day.value) day.value = found[0];
  });
}
