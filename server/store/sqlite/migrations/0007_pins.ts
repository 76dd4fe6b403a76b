/**
 * The seventh schema: a room's pins can be found without reading all of its log.
 * @module
 */
export default `
CREATE INDEX event_by_pin ON event (room, seq) WHERE kind = 'pin';
`;
