import { describe, expect, it } from "vitest";
import { namesPlace, readCamera, readState, showsPins, withPlace, writeState } from "./state";

describe("the address", () => {
  it("keeps the list's filters and adds only what differs from the usual map", () => {
    const query = "?level=HIGH&level=LOW&fy=2569&by=NACC&at=100.5000,13.7500,9.50";
    expect(writeState(readState(query))).toBe(query.replace("&by=NACC&at=", "&by=NACC&at="));
    expect(writeState(readState(""))).toBe("");
  });

  it("leaves out pages and sorting, which belong to the list", () => {
    expect(readState("?page=3&sort=newest&level=HIGH").filters.toString()).toBe("level=HIGH");
  });

  it("remembers chosen layers", () => {
    expect(writeState(readState("?layers=areas"))).toBe("?layers=areas");
    expect(writeState(readState("?layers=none"))).toBe("?layers=none");
    expect(readState("?layers=pins").areas).toBe(false);
  });
});

describe("the camera", () => {
  it.each(["", "1,2", "x,y,z", "100,95,3", "100,13,99", "100,13,5,9"])("refuses %s", (text) => {
    expect(readCamera(text)).toBeNull();
  });

  it("reads longitude, latitude and zoom", () => {
    expect(readCamera("100.5,13.75,9")).toEqual({ lon: 100.5, lat: 13.75, zoom: 9 });
  });
});

describe("places", () => {
  it("replace each other wholly", () => {
    const filters = new URLSearchParams("region=NACC:7&district=7401&level=HIGH");
    const next = withPlace(filters, { province: "74" });
    expect(Object.fromEntries(next)).toEqual({ level: "HIGH", province: "74" });
    expect(namesPlace(next)).toBe(true);
    expect(namesPlace(new URLSearchParams("level=HIGH"))).toBe(false);
  });

  it("show pins from the province inwards unless chosen otherwise", () => {
    expect(showsPins(readState("?province=74"))).toBe(true);
    expect(showsPins(readState("?region=NACC:7"))).toBe(false);
    expect(showsPins(readState("?layers=areas.pins"))).toBe(true);
    expect(showsPins(readState("?province=74&layers=areas"))).toBe(false);
  });
});
