import { expect, it } from "vitest";
import { qrImage, square } from "./qr";

// Drawn by the Python package qrcode 8 (version 1, level M, mask 0) for the same digits.
const DRAWN = `
#######....#..#######
#.....#.##..#.#.....#
#.###.#...##..#.###.#
#.###.#...##..#.###.#
#.###.#.##..#.#.###.#
#.....#...#.#.#.....#
#######.#.#.#.#######
.........####........
#.#.#.#..###....#..#.
.#.###..#.##..#.#.###
####..#.#.#.#.#.....#
#.#.#..#.#.#...##..##
.###..#.######.#..##.
........##.....#.....
#######....##.....#..
#.....#.......##.#..#
#.###.#.##...##.#.###
#.###.#..#.#.####..#.
#.###.#.#..#..##.#..#
#.....#....#.######..
#######.#.##..#.##..#
`;
const DIGITS = "482913007715520943118866204597";

it("the square is the one that another program draws", () => {
  const rows = square(DIGITS).map((row) => row.map((dark) => (dark ? "#" : ".")).join(""));
  expect(rows).toEqual(DRAWN.trim().split("\n"));
});

it("nothing but a whole code is drawn", () => {
  expect(() => square("123")).toThrow(RangeError);
  expect(() => square("x".repeat(30))).toThrow(RangeError);
});

it("the image has a name and a quiet zone", () => {
  const image = qrImage(DIGITS, "รหัส");
  expect(image.getAttribute("aria-label")).toBe("รหัส");
  expect(image.getAttribute("viewBox")).toBe("0 0 29 29");
});
