// Looks at a screenshot: how much its brightness varies, and whether two of them differ.

// The pixels are read by the browser itself, in a page of its own.
export async function luminance(context, png) {
  const page = await context.newPage();
  const result = await page.evaluate(async (base64) => {
    const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${base64}`)).blob());
    const canvas = new OffscreenCanvas(image.width, image.height);
    const pen = canvas.getContext('2d');
    pen.drawImage(image, 0, 0);
    const {data} = pen.getImageData(0, 0, image.width, image.height);
    const values = [];
    for (let i = 0; i < data.length; i += 4) {
      values.push(0.2126 * data[i] + 0.7152 * data[i + 1] + 0.0722 * data[i + 2]);
    }
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    return {mean, variance};
  }, png.toString('base64'));
  await page.close();
  return result;
}
