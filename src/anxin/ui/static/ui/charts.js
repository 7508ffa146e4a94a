// Charts and maps out of a JSON script beside them; the same data stands as a table below. No inline style, no tiles.
const tone = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
const ink = (name) => tone(`c-${name}`) || tone(name);
const COLOURS = ["blue", "orange", "green", "red", "yellow", "soft"];
const drawn = new Map();

function look(kind) {
  const axis = { axisLine: { lineStyle: { color: tone("line") } }, axisLabel: { color: tone("soft") }, splitLine: { lineStyle: { color: tone("line-soft") } } };
  return {
    color: COLOURS.map(ink),
    textStyle: { color: tone("ink"), fontFamily: getComputedStyle(document.body).fontFamily },
    // 'richText' draws the tooltip in the canvas: the policy of this site refuses markup with style attributes.
    tooltip: { renderMode: "richText", trigger: kind === "map" || kind === "pie" ? "item" : "axis", backgroundColor: tone("card"), borderColor: tone("line"), textStyle: { color: tone("ink") } },
    grid: { left: 8, right: 16, top: 64, bottom: 8, containLabel: true },
    legend: { type: "scroll", top: 0, left: 0, textStyle: { color: tone("soft") } },
    animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    axis,
  };
}

function series(data) {
  return data.series.map((one) => ({
    type: one.kind ?? data.kind, name: one.name, data: one.values, stack: one.stack, yAxisIndex: one.right ? 1 : 0,
    symbolSize: 6, barMaxWidth: 28, areaStyle: one.area ? { opacity: 0.15 } : undefined,
    itemStyle: one.tone ? { color: ink(one.tone) } : undefined, lineStyle: one.dashed ? { type: "dashed" } : undefined,
  }));
}

function plane(data) {
  const { axis, ...base } = look(data.kind);
  const right = data.series.some((one) => one.right);
  const y = { type: "value", name: data.unit, nameTextStyle: { color: tone("soft") }, ...axis };
  return { ...base, xAxis: { type: "category", data: data.labels, ...axis }, yAxis: right ? [y, { ...y, name: data.unit_right, splitLine: { show: false } }] : y, series: series(data) };
}

// On the map a village is called as people call it: 东湖村, not 东湖村委会.
const short = (name) => name.replace(/(?:社区居|居|村)委会$/, (end) => (end === "村委会" ? "村" : end === "居委会" ? "" : "社区"));

function map(data, id) {
  echarts.registerMap(id, data.geojson);
  const { axis, ...base } = look("map");
  const values = data.series[0].values;
  const top = Math.max(1, ...values);
  return {
    ...base, legend: undefined,
    visualMap: { min: 0, max: top, orient: "horizontal", left: "center", bottom: 0, itemHeight: 160, text: [String(top), "0"], textStyle: { color: tone("soft") }, inRange: { color: [tone("line-soft"), ink("orange"), ink("red")] } },
    series: [{ type: "map", map: id, name: data.series[0].name, nameProperty: data.name_property ?? "name", roam: false,
      data: data.labels.map((name, order) => ({ name, value: values[order], url: data.urls?.[order] })),
      layoutCenter: ["50%", "46%"], layoutSize: "90%", itemStyle: { borderColor: tone("card"), areaColor: tone("line-soft"), opacity: 0.75 },
      label: { show: true, fontSize: 11, color: tone("ink"), formatter: (at) => (at.value >= 0 ? `${short(at.name)}\n${at.value}` : "") }, labelLayout: { hideOverlap: true },
      emphasis: { itemStyle: { areaColor: tone("blue-bg") }, label: { show: true, color: tone("ink") } } }],
  };
}

function draw(box) {
  const data = JSON.parse(document.getElementById(box.dataset.chart).textContent);
  const chart = drawn.get(box) ?? echarts.init(box, null, { renderer: "canvas" });
  chart.setOption(data.kind === "map" ? map(data, box.dataset.chart) : plane(data), true);
  if (drawn.has(box)) return;
  drawn.set(box, chart);
  // A figure opens its rows: so does a bar, a point or a village.
  chart.on("click", (at) => { const url = at.data?.url ?? data.urls?.[at.dataIndex]; if (url) location.href = url; });
  new ResizeObserver(() => chart.resize()).observe(box);
}

function drawAll() {
  for (const [box, chart] of drawn) if (!box.isConnected) { chart.dispose(); drawn.delete(box); }
  document.querySelectorAll("[data-chart]").forEach(draw);
}
drawAll();
document.addEventListener("htmx:afterSettle", drawAll);
document.addEventListener("theme", drawAll);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
